package no.portnokkel.client;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.cli.terminal.CommandFailedException;
import no.portnokkel.hsm.cli.terminal.ExitCode;
import no.portnokkel.hsm.cli.terminal.FailureReporter.WrongUsage;
import no.portnokkel.maskinporten.Origin;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.HttpAddress;
import picocli.CommandLine;

/** The API of a control room. A password goes over TLS only, or to this machine, and follows no redirect. */
record ControlRoom(URI address) {
    /** Payara Micro ends the connection when an upgrade to HTTP/2 comes with a body. */
    private static final HttpClient.Version HTTP_VERSION = HttpClient.Version.HTTP_1_1;

    private static final int MAX_BYTES = 1 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** A stop waits for grants under way and for all nodes. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    static ControlRoom at(URI given, CommandLine verb) {
        try {
            String text = given.toString();
            URI address = HttpAddress.ofIssuer(text.endsWith("/") ? text : text + "/");
            if (Origin.of(address).isConfidential()) {
                return new ControlRoom(address);
            }
        } catch (IllegalArgumentException malformed) { // reported below, with what is right
        }
        throw WrongUsage.ofInput(verb, Text.message("client.control-room-address"));
    }

    /**
     * Sends a request as a user.
     *
     * @return the answer to a request that was carried out
     * @throws CommandFailedException what the control room says, or that it cannot be reached
     */
    JsonObject post(String path, JsonObject body, String user, Password password, CliContext context) {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("Accept-Language", context.locale().toLanguageTag())
                .header("Authorization", password.basic(user))
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        HttpClient client = HttpClient.newBuilder()
                .version(HTTP_VERSION)
                .connectTimeout(CONNECT)
                .build();
        try {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            JsonObject answer = json(response);
            if (response.statusCode() / 100 != 2) {
                throw refused(response.statusCode(), answer);
            }
            return answer;
        } catch (IOException unreachable) {
            throw notDone(Optional.ofNullable(unreachable.getMessage())
                    .orElse(unreachable.getClass().getSimpleName()));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw notDone("interrupted");
        }
    }

    private JsonObject json(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body();
                JsonReader reader = Json.createReader(new ByteArrayInputStream(body.readNBytes(MAX_BYTES)))) {
            return reader.readObject();
        } catch (JsonException otherServer) {
            throw notDone("HTTP " + response.statusCode());
        }
    }

    /** Returns that another server has answered, or none. */
    CommandFailedException notDone(String why) {
        return new CommandFailedException(
                ExitCode.CHECK_FAILED,
                Text.message("client.control-room-unreachable", Map.of("address", address, "why", why)),
                Text.message("client.control-room-unreachable-remedy"));
    }

    /** The control room has answered in the language of the reader. */
    private static CommandFailedException refused(int status, JsonObject problem) {
        ExitCode exitCode = switch (status) {
            case 401, 403 -> ExitCode.POLICY;
            case 422 -> ExitCode.KEY_OR_CERTIFICATE;
            default -> ExitCode.CHECK_FAILED;
        };
        return new CommandFailedException(
                exitCode,
                Text.verbatim(problem.getString("detail", "HTTP " + status)),
                Text.verbatim(problem.getString("remedy", "")));
    }
}
