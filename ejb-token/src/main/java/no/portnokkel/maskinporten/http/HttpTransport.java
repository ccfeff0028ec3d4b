package no.portnokkel.maskinporten.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import no.portnokkel.maskinporten.config.Configuration.HttpSettings;

/** Sends HTTP requests, each exactly once. Thread-safe. */
public interface HttpTransport extends AutoCloseable {

    /**
     * Returns a transport with the classic Apache HttpClient 5; one whose requests all fail if this JVM has no TLS.
     *
     * @param settings limits, proxy and trusted authorities
     * @param longestWait how long callers wait for a token: leaves time for a second request if the connection of the first
     *     turns out to be dead
     * @param timer aborts exchanges after the deadline; not closed by the transport
     */
    static HttpTransport create(HttpSettings settings, Duration longestWait, ScheduledExecutorService timer) {
        try {
            return new ApacheHttpTransport(settings, longestWait, timer);
        } catch (IllegalStateException noTls) {
            return new UnavailableTransport(noTls);
        }
    }

    /**
     * Posts a form and returns the response, including errors and redirects.
     *
     * @param target absolute
     * @param form names and values, not yet encoded
     * @throws ConnectionDroppedException if the connection ended without a response: retry at most once, with a new grant
     * @throws ProxyRefusedException if the proxy refused, so that the server was not reached
     * @throws java.net.ConnectException if no address could be connected to
     * @throws IOException for any other failure, including an exceeded deadline and an oversized body
     */
    default HttpResponse post(URI target, Map<String, String> form) throws IOException {
        return post(target, form, Optional.empty());
    }

    /**
     * Posts a form with an {@code Authorization} header.
     *
     * @param authorization value of the header; secret
     * @throws IOException as {@link #post(URI, Map)}
     */
    HttpResponse post(URI target, Map<String, String> form, Optional<String> authorization) throws IOException;

    /**
     * Gets a document.
     *
     * @param target absolute
     * @throws IOException as {@link #post(URI, Map)}
     */
    HttpResponse get(URI target) throws IOException;

    @Override
    void close();

    /** The connection ended without a response, or stayed silent although it had worked before. */
    final class ConnectionDroppedException extends IOException {
        private static final long serialVersionUID = 1L;

        ConnectionDroppedException(IOException cause) {
            super("The connection ended before a response", cause);
        }
    }
}
