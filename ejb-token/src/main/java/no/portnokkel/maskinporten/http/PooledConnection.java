package no.portnokkel.maskinporten.http;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.client5.http.impl.io.LenientHttpResponseParser;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * A connection of the pool that knows whether it was used before. Bytes that the server sent before the request (RFC 9112, section
 * 9.2) are never taken for the response to it.
 */
final class PooledConnection extends DefaultManagedHttpClientConnection {
    private volatile boolean reused;

    PooledConnection(String id) {
        super(id, null, null, null, null, null, null, null, ResponseParser::new);
    }

    /** Called by the pool when it lends a connection that has been used. */
    @Override
    public void activate() {
        super.activate();
        reused = true;
    }

    boolean isReused() {
        return reused;
    }

    /** Called by the pool before it lends a connection that was idle. */
    @Override
    public boolean isStale() throws IOException {
        long receivedBefore = getEndpointDetails().getReceivedBytesCount();
        return super.isStale() || getEndpointDetails().getReceivedBytesCount() > receivedBefore;
    }

    /**
     * Checks a connection that was idle so shortly that the pool did not check it.
     *
     * @throws NoHttpResponseException if the server has sent something since its last response, or closed the connection
     */
    void requireNothingReceived() throws IOException {
        SocketHolder open = getSocketHolder();
        // a TLS session ticket is no response: only then the slower check
        if (open != null
                && open.getBaseSocket() != null
                && open.getBaseSocket().getInputStream().available() > 0
                && isStale()) {
            throw new NoHttpResponseException("The server sent data before the request");
        }
    }

    /** Refuses a response of which something was buffered before this parser waited for it. */
    private static final class ResponseParser extends LenientHttpResponseParser {
        private boolean continued;

        ResponseParser(Http1Config limits) {
            super(limits);
        }

        @Override
        public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
            if (buffer.length() > 0 && !continued) {
                throw new NoHttpResponseException("The server sent data before the request");
            }
            ClassicHttpResponse response = super.parse(buffer, in);
            continued =
                    response != null && response.getCode() < HttpStatus.SC_SUCCESS; // the buffer may hold the final one
            return response;
        }
    }
}
