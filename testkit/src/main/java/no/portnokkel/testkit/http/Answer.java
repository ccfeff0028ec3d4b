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
public record Answer(int status, Map<String, String> headers, Body body) {

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** Returns an answer with a JSON object that no cache may keep. */
    public static Answer json(int status, Map<String, ?> object) {
        return new Answer(
                status,
                Map.of("Content-Type", "application/json;charset=UTF-8", "Cache-Control", "no-store"),
                new Body.Text(JSONObjectUtils.toJSONString(object)));
    }

    /** Returns an answer of plain text. */
    public static Answer text(int status, String body) {
        return new Answer(status, Map.of("Content-Type", "text/plain;charset=UTF-8"), new Body.Text(body));
    }

    /** Returns the end of the connection without a word. */
    public static Answer hangUp() {
        return new Answer(0, Map.of(), new Body.Text(""));
    }

    /** Returns the same answer with one more header, or another value of it. */
    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }

    /** Returns the same answer with another body. */
    public Answer with(Body other) {
        return new Answer(status, headers, other);
    }

    /** Returns the text of the body, for answers made of text; else nothing. */
    public String text() {
        return body instanceof Body.Text whole ? whole.text() : "";
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
