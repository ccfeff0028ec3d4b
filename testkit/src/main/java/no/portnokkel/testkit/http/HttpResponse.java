package no.portnokkel.testkit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP response.
 *
 * @param status HTTP status; 0 closes the connection without a response
 * @param headers without {@code Date}, {@code Content-Length} and {@code Connection}, which the server adds
 * @param body an empty text when there is none
 */
public record HttpResponse(int status, Map<String, String> headers, ResponseBody body) {

    public HttpResponse {
        headers = Map.copyOf(headers);
    }

    /** Returns a response with a JSON object, which must not be cached. */
    public static HttpResponse json(int status, Map<String, ?> object) {
        return new HttpResponse(
                status,
                Map.of("Content-Type", "application/json;charset=UTF-8", "Cache-Control", "no-store"),
                new ResponseBody.Text(JSONObjectUtils.toJSONString(object)));
    }

    /** Returns a response with plain text. */
    public static HttpResponse text(int status, String body) {
        return new HttpResponse(
                status, Map.of("Content-Type", "text/plain;charset=UTF-8"), new ResponseBody.Text(body));
    }

    /** Returns a marker that closes the connection without a response. */
    public static HttpResponse hangUp() {
        return new HttpResponse(0, Map.of(), new ResponseBody.Text(""));
    }

    /** Returns the same response with this header added or replaced. */
    public HttpResponse with(String name, String value) {
        Map<String, String> extended = new LinkedHashMap<>(headers);
        extended.put(name, value);
        return new HttpResponse(status, extended, body);
    }

    /** Returns 200 with an incomplete JSON body of this many bytes, which are generated while they are sent. */
    public static HttpResponse endless(long bytes) {
        return new HttpResponse(200, Map.of("Content-Type", "application/json"), new ResponseBody.Endless(bytes));
    }

    /** Returns the same response that ends in the middle of its body; then the connection is closed. */
    public HttpResponse truncated() {
        return new HttpResponse(status, headers, new ResponseBody.Truncated(text()));
    }

    /** Returns the same response, sent one byte at a time with a pause before each byte. */
    public HttpResponse dripping(Duration pause) {
        return new HttpResponse(status, headers, new ResponseBody.Dripping(text(), pause));
    }

    /** Returns the text of the body; empty when the body is not a text. */
    String text() {
        return body instanceof ResponseBody.Text plain ? plain.text() : "";
    }

    boolean hangsUp() {
        return status == 0;
    }

    /** Writes the response. Returns whether the connection can be kept open. */
    boolean write(OutputStream out, String date, boolean keepsConnection) throws IOException, InterruptedException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " \r\nDate: " + date + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length()).append("\r\nConnection: ");
        head.append(keepsConnection ? "keep-alive" : "close").append("\r\n\r\n");
        out.write(head.toString().getBytes(UTF_8));
        boolean complete = body.write(out);
        out.flush();
        return complete && keepsConnection;
    }
}
