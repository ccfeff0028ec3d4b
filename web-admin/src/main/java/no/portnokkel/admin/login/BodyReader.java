package no.portnokkel.admin.login;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads the body of an asynchronous request to its end, without blocking a thread while the client sends slowly or stops.
 * Keeps its beginning only. Nothing may be left unread: some servers read the rest after the response, and block.
 */
final class BodyReader implements ReadListener {
    private final ServletInputStream input;
    private final int limit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[4_096];
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();

    private BodyReader(ServletInputStream input, int limit) {
        this.input = input;
        this.limit = limit;
    }

    /**
     * Starts to read.
     *
     * @param limit number of bytes to keep; the rest is discarded
     * @return fails when the client closes the connection before the end
     */
    static CompletionStage<byte[]> read(ServletInputStream input, int limit) {
        BodyReader reader = new BodyReader(input, limit);
        try {
            input.setReadListener(reader);
            return reader.body;
        } catch (IllegalStateException ended) { // the deadline has passed, or the connection is closed
            return CompletableFuture.failedFuture(ended);
        }
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (input.isReady()) {
            int length = input.read(buffer);
            if (length < 0) {
                return;
            }
            kept.write(buffer, 0, Math.min(length, limit - kept.size()));
        }
    }

    @Override
    public void onAllDataRead() {
        body.complete(kept.toByteArray());
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }
}
