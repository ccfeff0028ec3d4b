package no.portnokkel.testkit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** What follows the head of an answer: whole and at once, or not. */
public sealed interface ResponseBody {

    /** Returns the {@code Content-Length} that is announced, in bytes. */
    long length();

    /** Writes the body; returns whether it came to its end, so that the connection can be kept. */
    boolean write(OutputStream out) throws IOException, InterruptedException;

    /** A text in UTF-8, as it should be. */
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

    /** The first half of a text; then the connection ends. */
    record Torn(String text) implements ResponseBody {
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

    /** One byte at a time, with a pause before each: every read of a client succeeds, and the whole never comes. */
    record Dripping(String text, Duration pause) implements ResponseBody {
        @Override
        public long length() {
            return bytes(text).length;
        }

        @Override
        public boolean write(OutputStream out) throws IOException, InterruptedException {
            for (byte drop : bytes(text)) {
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                out.write(drop);
                out.flush();
            }
            return true;
        }
    }

    /** So many bytes, made while they are sent: a JSON text that never ends. */
    record Endless(long length) implements ResponseBody {
        private static final int BLOCK = 65_536;
        private static final String BEGINNING = "{\"access_token\":\"";

        public Endless {
            if (length < BEGINNING.length()) {
                throw new IllegalArgumentException("A huge body has at least " + BEGINNING.length() + " bytes.");
            }
        }

        @Override
        public boolean write(OutputStream out) throws IOException {
            out.write(bytes(BEGINNING));
            byte[] block = new byte[BLOCK];
            Arrays.fill(block, (byte) 'x');
            for (long left = length - BEGINNING.length(); left > 0; left -= BLOCK) {
                out.write(block, 0, (int) Math.min(left, BLOCK));
            }
            return true;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
