package no.portnokkel.maskinporten.http;

import java.io.IOException;

/** The connection ended without an answer: most likely an idle one that the server had closed. A new grant is right. */
public final class ConnectionDroppedException extends IOException {
    private static final long serialVersionUID = 1L;

    ConnectionDroppedException(IOException cause) {
        super("The connection ended before an answer", cause);
    }
}
