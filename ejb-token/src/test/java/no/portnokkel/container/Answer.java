package no.portnokkel.container;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.util.List;

/**
 * What an application answered.
 *
 * @param head status line and headers
 */
record Answer(int status, List<String> head, String body) {
    private static final String CHALLENGE = "WWW-Authenticate: ";

    /** Sends a request without an HTTP client, whose log would have the token. */
    static Answer to(URL application, String path, String... authorizations) throws IOException {
        StringBuilder request = new StringBuilder("GET " + application.getPath() + "api/" + path + " HTTP/1.0\r\nHost: "
                + application.getAuthority() + "\r\n");
        for (String authorization : authorizations) {
            request.append("Authorization: ").append(authorization).append("\r\n");
        }
        try (Socket server = new Socket(application.getHost(), application.getPort())) {
            server.getOutputStream().write(request.append("\r\n").toString().getBytes(US_ASCII));
            String answer = new String(server.getInputStream().readAllBytes(), US_ASCII);
            int end = answer.indexOf("\r\n\r\n");
            List<String> head = answer.substring(0, end).lines().toList();
            int status = Integer.parseInt(head.get(0).substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
            return new Answer(status, head, answer.substring(end + 4));
        }
    }

    List<String> challenges() {
        return head.stream()
                .filter(line -> line.regionMatches(true, 0, CHALLENGE, 0, CHALLENGE.length()))
                .map(line -> line.substring(CHALLENGE.length()))
                .toList();
    }
}
