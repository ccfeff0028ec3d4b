package no.portnokkel.maskinporten.http;

import java.io.IOException;

/** The connection ended before a response. Usually an idle connection that the server had closed: retry with a new grant. */
public final class ConnectionDroppedException extends IOException {
    private static final long serialVersionUID = 1L;

    ConnectionDroppedException(IOException cause) {
        super("The connection ended before a response", cause);
    }
}
