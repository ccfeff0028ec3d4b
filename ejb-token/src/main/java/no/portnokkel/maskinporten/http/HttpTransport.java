package no.portnokkel.maskinporten.http;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Posts forms and reads documents, each once. Safe for any number of threads. */
public interface HttpTransport extends AutoCloseable {

    /**
     * Returns whatever was answered, errors and redirects included.
     *
     * @param target absolute
     * @param form names and values, not yet encoded
     * @throws ConnectionDroppedException when the connection died without an answer: one new attempt is right
     * @throws java.net.ConnectException when no address could be connected
     * @throws IOException for anything else, a passed deadline or an oversized body included
     */
    HttpResponse post(URI target, Map<String, String> form) throws IOException;

    /**
     * Reads a document.
     *
     * @param target absolute
     * @throws IOException as {@link #post}
     */
    HttpResponse get(URI target) throws IOException;

    @Override
    void close();
}
