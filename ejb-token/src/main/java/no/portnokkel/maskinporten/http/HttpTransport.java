package no.portnokkel.maskinporten.http;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Sends HTTP requests, each exactly once. Thread-safe. */
public interface HttpTransport extends AutoCloseable {

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
}
