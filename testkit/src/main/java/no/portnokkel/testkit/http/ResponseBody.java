package no.portnokkel.testkit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** The body of a response, complete or deliberately faulty. */
sealed interface ResponseBody {

    /** Returns the announced {@code Content-Length}, in bytes. */
    long length();

    /** Writes the body. Returns whether it is complete, so that the connection can be kept open. */
    boolean write(OutputStream out) throws IOException, InterruptedException;

    /** A complete text in UTF-8. */
    record Text(String text) implements ResponseBody {
        @Override
        public long length() {
            return bytes(text).length;
        }

        @Override
        public boolean write(OutputStream out) throws IOException {
            out.write(bytes(text));
            return true;
        }
    }

    /** The first half of a text; then the connection is closed. */
    record Truncated(String text) implements ResponseBody {
        @Override
        public long length() {
            return bytes(text).length;
        }

        @Override
        public boolean write(OutputStream out) throws IOException {
            out.write(bytes(text), 0, bytes(text).length / 2);
            out.flush();
            return false;
        }
    }

    /** One byte at a time, with a pause before each: every read succeeds, but the whole body takes very long. */
    record Dripping(String text, Duration pause) implements ResponseBody {
        @Override
        public long length() {
            return bytes(text).length;
        }

        @Override
        public boolean write(OutputStream out) throws IOException, InterruptedException {
            for (byte next : bytes(text)) {
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                out.write(next);
                out.flush();
            }
            return true;
        }
    }

    /** An incomplete JSON text of any length; its bytes are generated while they are sent. */
    record Endless(long length) implements ResponseBody {
        private static final int BLOCK = 65_536;
        private static final String START = "{\"access_token\":\"";

        public Endless {
            if (length < START.length()) {
                throw new IllegalArgumentException("A huge body has at least " + START.length() + " bytes.");
            }
        }

        @Override
        public boolean write(OutputStream out) throws IOException {
            out.write(bytes(START));
            byte[] block = new byte[BLOCK];
            Arrays.fill(block, (byte) 'x');
            for (long left = length - START.length(); left > 0; left -= BLOCK) {
                out.write(block, 0, (int) Math.min(left, BLOCK));
            }
            return true;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
