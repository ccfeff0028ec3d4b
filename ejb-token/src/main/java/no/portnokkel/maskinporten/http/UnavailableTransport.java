package no.portnokkel.maskinporten.http;

import java.net.ConnectException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Sends nothing: this JVM has no TLS. The start succeeds nevertheless, and each request fails with the reason. */
final class UnavailableTransport implements HttpTransport {
    private final IllegalStateException reason;

    UnavailableTransport(IllegalStateException reason) {
        this.reason = reason;
    }

    @Override
    public HttpResponse post(URI target, Map<String, String> form, Optional<String> authorization)
            throws ConnectException {
        throw failure();
    }

    @Override
    public HttpResponse get(URI target) throws ConnectException {
        throw failure();
    }

    private ConnectException failure() {
        ConnectException failure = new ConnectException(String.valueOf(reason.getMessage()));
        failure.initCause(reason);
        return failure;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
