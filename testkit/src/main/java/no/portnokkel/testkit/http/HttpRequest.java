package no.portnokkel.testkit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An HTTP request, including its body.
 *
 * @param path without the query
 * @param query as it was sent, without the question mark; empty when there is none
 * @param headers by name in lower case; the last of several with the same name
 * @param body in UTF-8; empty when there is none
 */
public record HttpRequest(String method, String path, String query, Map<String, String> headers, String body) {

    private static final int MAX_LINE = 16_384; // bytes
    private static final int MAX_HEADERS = 100;
    private static final int MAX_BODY = 262_144; // bytes

    public HttpRequest {
        headers = Map.copyOf(headers);
    }

    /** Returns the value of a header; its name is case-insensitive. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    boolean keepsConnection() {
        return header("connection").filter("close"::equalsIgnoreCase).isEmpty();
    }

    /** Reads the next request of a connection; empty when the peer has closed it. */
    static Optional<HttpRequest> read(InputStream in) throws IOException {
        String start = line(in);
        if (start.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = start.split(" ", -1);
        if (parts.length != 3) {
            throw new IOException("The request line is malformed.");
        }
        Map<String, String> headers = new TreeMap<>();
        for (String field = line(in); !field.isEmpty(); field = line(in)) {
            int colon = field.indexOf(':');
            if (colon < 1 || headers.size() >= MAX_HEADERS) {
                throw new IOException("A header field is malformed, or there are too many.");
            }
            headers.put(
                    field.substring(0, colon).toLowerCase(Locale.ROOT),
                    field.substring(colon + 1).strip());
        }
        String[] target = parts[1].split("\\?", 2);
        String query = target.length == 2 ? target[1] : "";
        return Optional.of(new HttpRequest(parts[0], target[0], query, headers, body(in, headers)));
    }

    private static String body(InputStream in, Map<String, String> headers) throws IOException {
        String length = headers.getOrDefault("content-length", "0");
        if (headers.containsKey("transfer-encoding") || !length.matches("[0-9]{1,6}")) {
            throw new IOException("A body needs a content-length.");
        }
        int bytes = Integer.parseInt(length);
        if (bytes > MAX_BODY) {
            throw new IOException("The body is too long.");
        }
        return new String(in.readNBytes(bytes), UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (line.length() >= MAX_LINE) {
                throw new IOException("The line is too long.");
            }
            line.append((char) next);
        }
        String text = new String(line.toString().getBytes(ISO_8859_1), UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
