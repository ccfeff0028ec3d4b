package no.portnokkel.maskinporten.http;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import no.portnokkel.maskinporten.config.Configuration.HttpSettings;

/** Sends HTTP requests, each exactly once. Thread-safe. */
public interface HttpTransport extends AutoCloseable {

    /**
     * Returns a transport with the classic Apache HttpClient 5; one whose requests all fail if this JVM has no TLS.
     *
     * @param settings limits, proxy and trusted authorities
     * @param timer aborts exchanges after the deadline; not closed by the transport
     */
    static HttpTransport create(HttpSettings settings, ScheduledExecutorService timer) {
        try {
            return new ApacheHttpTransport(settings, timer);
        } catch (IllegalStateException noTls) {
            return new UnavailableTransport(noTls);
        }
    }

    /**
     * Posts a form and returns the response, including errors and redirects.
     *
     * @param target absolute
     * @param form names and values, not yet encoded
     * @throws ConnectionDroppedException if the connection ended before a response: retry once with a new grant
     * @throws java.net.ConnectException if no address could be connected to
     * @throws IOException for any other failure, including an exceeded deadline and an oversized body
     */
    HttpResponse post(URI target, Map<String, String> form) throws IOException;

    /**
     * Gets a document.
     *
     * @param target absolute
     * @throws IOException as {@link #post}
     */
    HttpResponse get(URI target) throws IOException;

    @Override
    void close();

    /** The connection ended before a response. Usually an idle connection that the server had closed: retry with a new grant. */
    final class ConnectionDroppedException extends IOException {
        private static final long serialVersionUID = 1L;

        ConnectionDroppedException(IOException cause) {
            super("The connection ended before a response", cause);
        }
    }
}
