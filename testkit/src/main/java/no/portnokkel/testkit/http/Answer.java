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
 * @param body UTF-8; empty for none
 */
public record Answer(int status, Map<String, String> headers, String body) {

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** Returns an answer with a JSON object that no cache may keep. */
    public static Answer json(int status, Map<String, ?> object) {
        return new Answer(
                status,
                Map.of("Content-Type", "application/json;charset=UTF-8", "Cache-Control", "no-store"),
                JSONObjectUtils.toJSONString(object));
    }

    /** Returns an answer of plain text. */
    public static Answer text(int status, String body) {
        return new Answer(status, Map.of("Content-Type", "text/plain;charset=UTF-8"), body);
    }

    /** Returns the end of the connection without a word. */
    public static Answer hangUp() {
        return new Answer(0, Map.of(), "");
    }

    /** Returns the same answer with one more header. */
    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }

    boolean hangsUp() {
        return status == 0;
    }

    void write(OutputStream out, String date, boolean keepsConnection) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " \r\nDate: " + date + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(bytes.length).append("\r\nConnection: ");
        head.append(keepsConnection ? "keep-alive" : "close").append("\r\n\r\n");
        out.write(head.toString().getBytes(UTF_8));
        out.write(bytes);
        out.flush();
    }
}
