package no.portnokkel.blackbox.page;

import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import no.portnokkel.blackbox.Users;
import org.awaitility.core.ConditionTimeoutException;

/** A Keycloak in development mode, on loopback, with the realm {@code bank} of {@code realm.json}. Its database is in memory. */
final class Keycloak implements AutoCloseable {
    static final String CLIENT = "maskinporten-admin";
    static final String CLIENT_SECRET = "a secret of the tests alone";

    private static final Path HOME = Path.of("target/servers/keycloak").toAbsolutePath();
    private static final Path REALM = Path.of("src/test/resources/keycloak/realm.json");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final URI issuer;

    private Keycloak(Process process, URI issuer) {
        this.process = process;
        this.issuer = issuer;
    }

    /** Returns the issuer that a Keycloak at this port has. */
    static URI issuer(int port) {
        return URI.create("http://127.0.0.1:" + port + "/realms/bank");
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Starts it, and waits until it answers. */
    static Keycloak start(int port, URI controlRoom, Path log) throws IOException {
        Files.writeString(
                Files.createDirectories(HOME.resolve("data/import")).resolve("bank.json"),
                Files.readString(REALM)
                        .replace("CONTROL_ROOM", controlRoom.toString())
                        .replace("CLIENT_SECRET", CLIENT_SECRET)
                        .replace("PASSWORD", Users.PASSWORD));
        ProcessBuilder command = new ProcessBuilder(
                "bash", // the file mode is lost when it is unpacked
                HOME.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--db=dev-mem",
                "--import-realm",
                "--http-host=127.0.0.1",
                "--http-port=" + port);
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().put("JAVA_OPTS_APPEND", "-Djgroups.bind.address=127.0.0.1");
        Process process =
                command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Keycloak keycloak = new Keycloak(process, issuer(port));
        try {
            await("Keycloak answers")
                    .atMost(Duration.ofMinutes(3))
                    .ignoreExceptions()
                    .failFast("it has ended", () -> !process.isAlive())
                    .until(() -> keycloak.get("/.well-known/openid-configuration") == 200);
        } catch (ConditionTimeoutException late) {
            keycloak.close();
            throw new IllegalStateException(Files.readString(log), late);
        }
        return keycloak;
    }

    private int get(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(issuer + path)).build(), BodyHandlers.discarding())
                .statusCode();
    }

    /** Returns an access token for the script {@code nightly-report}, which is in the group {@code internrevisjon}. */
    String accessTokenOfScript() throws IOException, InterruptedException {
        String form = "grant_type=client_credentials&client_id=nightly-report&client_secret="
                + CLIENT_SECRET.replace(' ', '+');
        String response = HTTP.send(
                        HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        try (JsonReader reader = Json.createReader(new StringReader(response))) {
            return reader.readObject().getString("access_token");
        }
    }

    /** Ends the script and the virtual machine that it has started. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
