package no.portnokkel.blackbox;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * An HTTP client of one application. Does not follow redirects.
 *
 * @param base address of the application, with a slash at the end
 * @param headers sent with each request
 */
public record Http(URI base, Map<String, String> headers) {
    /** HTTP/1.1: with HTTP/2 a test could not set the {@code Host} header. */
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static Http at(URI base) {
        return new Http(base, Map.of());
    }

    Http as(String user, String password) {
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return with("Authorization", "Basic " + credentials);
    }

    public Http with(String name, String value) {
        Map<String, String> extended = new TreeMap<>(headers);
        extended.put(name, value);
        return new Http(base, extended);
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    public Answer post(String path, String json) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    public Answer post(String path) throws IOException, InterruptedException {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    /** Sends the request without a body and does not wait for the answer. */
    CompletableFuture<Answer> postAsync(String path) {
        return sendAsync(request(path).POST(BodyPublishers.noBody()));
    }

    Answer form(String path, String form) throws IOException, InterruptedException {
        return send(formRequest(path, form));
    }

    private HttpRequest.Builder formRequest(String path, String form) {
        return request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
    }

    /** Sends the form and does not wait for the answer. */
    CompletableFuture<Answer> formAsync(String path, String form) {
        return sendAsync(formRequest(path, form));
    }

    /** Sends the request and does not wait for the answer. */
    CompletableFuture<Answer> getAsync(String path) {
        return sendAsync(request(path).GET());
    }

    public Answer delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    /** Sends a request with this method: with an empty JSON object as body for POST, otherwise without a body. */
    Answer call(String method, String path) throws IOException, InterruptedException {
        return switch (method) {
            case "GET" -> get(path);
            case "POST" -> post(path, "{}");
            case "DELETE" -> delete(path);
            default -> throw new IllegalArgumentException(method);
        };
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        headers.forEach(request::header);
        return request;
    }

    private static CompletableFuture<Answer> sendAsync(HttpRequest.Builder request) {
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(Answer::new);
    }

    private static Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return new Answer(CLIENT.send(request.build(), BodyHandlers.ofString()));
    }

    /** A response. */
    public record Answer(HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        public String body() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public JsonObject json() {
            if (structure() instanceof JsonObject object) {
                return object;
            }
            throw new AssertionError(response.request().uri() + " answered " + status() + " " + body());
        }

        public JsonStructure structure() {
            try (JsonReader reader = Json.createReader(new StringReader(body()))) {
                return reader.read();
            }
        }

        String code() {
            return json().getString("code");
        }
    }
}
