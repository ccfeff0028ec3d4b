package no.portnokkel.testkit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One answer.
 *
 * @param status HTTP status; 0 hangs up without an answer
 * @param headers without {@code Date}, {@code Content-Length} and {@code Connection}, which the server adds
 * @param body an empty text for none
 */
public record HttpResponse(int status, Map<String, String> headers, ResponseBody body) {

    public HttpResponse {
        headers = Map.copyOf(headers);
    }

    /** Returns an answer with a JSON object that no cache may keep. */
    public static HttpResponse json(int status, Map<String, ?> object) {
        return new HttpResponse(
                status,
                Map.of("Content-Type", "application/json;charset=UTF-8", "Cache-Control", "no-store"),
                new ResponseBody.Text(JSONObjectUtils.toJSONString(object)));
    }

    /** Returns an answer of plain text. */
    public static HttpResponse text(int status, String body) {
        return new HttpResponse(
                status, Map.of("Content-Type", "text/plain;charset=UTF-8"), new ResponseBody.Text(body));
    }

    /** Returns the end of the connection without a word. */
    public static HttpResponse hangUp() {
        return new HttpResponse(0, Map.of(), new ResponseBody.Text(""));
    }

    /** Returns the same answer with one more header, or another value of it. */
    public HttpResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpResponse(status, more, body);
    }

    /** Returns the same answer with another body. */
    public HttpResponse with(ResponseBody other) {
        return new HttpResponse(status, headers, other);
    }

    /** Returns the text of the body, for answers made of text; else nothing. */
    public String text() {
        return body instanceof ResponseBody.Text whole ? whole.text() : "";
    }

    boolean hangsUp() {
        return status == 0;
    }

    /** Whether the connection can be kept afterwards. */
    boolean write(OutputStream out, String date, boolean keepsConnection) throws IOException, InterruptedException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " \r\nDate: " + date + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length()).append("\r\nConnection: ");
        head.append(keepsConnection ? "keep-alive" : "close").append("\r\n\r\n");
        out.write(head.toString().getBytes(UTF_8));
        boolean whole = body.write(out);
        out.flush();
        return whole && keepsConnection;
    }
}
