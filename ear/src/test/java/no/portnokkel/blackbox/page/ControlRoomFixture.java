package no.portnokkel.blackbox.page;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import no.portnokkel.blackbox.BlackBoxFixture;
import no.portnokkel.blackbox.PayaraMicro;
import no.portnokkel.blackbox.Server;

/** A control room with the environments {@code demo} and {@code reserve} (those of {@code ./run}), and a browser to look at it. */
final class ControlRoomFixture implements AutoCloseable {
    /** How long a browser waits for what should come, in milliseconds. */
    static final double PATIENCE = 30_000;

    private static final String SCOPE = "skatteetaten:inntekt";

    private final BlackBoxFixture surroundings;
    private final Server server;
    private final Chromium chromium;

    private ControlRoomFixture(BlackBoxFixture surroundings, Server server, Chromium chromium) {
        this.surroundings = surroundings;
        this.server = server;
        this.chromium = chromium;
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    }

    static ControlRoomFixture open() {
        Chromium chromium = Chromium.open(); // first: it is the one that may be missing
        try {
            Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "pages");
            BlackBoxFixture surroundings = BlackBoxFixture.start(directory, "portnokkel-demo");
            Server server = Server.start(
                    new PayaraMicro(), directory, named(surroundings.configuration(directory.resolve("data"))));
            return new ControlRoomFixture(surroundings, server, chromium);
        } catch (IOException failed) {
            throw new IllegalStateException("The control room could not be started.", failed);
        }
    }

    private static Map<String, String> named(Map<String, String> configuration) {
        Map<String, String> named = new TreeMap<>();
        configuration.forEach((key, value) -> named.put(
                key.replace("environments.first.", "environments.demo.")
                        .replace("environments.second.", "environments.reserve."),
                value));
        named.put("portnokkel.environment", "demo");
        return named;
    }

    BlackBoxFixture surroundings() {
        return surroundings;
    }

    /** So that {@code demo} refuses the scope that the page proposes to try (MP-250). */
    void theApiOwnerTakesBackTheAccess() {
        surroundings.first.registry().denyAccess(BlackBoxFixture.OWNER, SCOPE);
    }

    BrowserUser visitor(ReaderPreferences reader) {
        return new BrowserUser(chromium.browser(), server.controlRoom(), reader);
    }

    /** As after a start: {@code demo} is active, no proposal waits, one token is kept, and Maskinporten answers truly. */
    void reset() throws IOException, InterruptedException {
        surroundings.first.registry().grantAccess(BlackBoxFixture.OWNER, SCOPE);
        surroundings.second.script().clear();
        for (JsonValue known :
                server.as("kari").get("api/v1/switches").structure().asJsonArray()) {
            JsonObject one = known.asJsonObject();
            if (one.getString("state").equals("proposed")) {
                server.as("kari").delete("api/v1/switches/" + one.getString("id"));
            }
        }
        if (!active().equals("demo")) {
            String body = "{\"environment\":\"demo\",\"reason\":\"Tilbake etter prøven\"}";
            String id = server.as("kari").post("api/v1/switches", body).json().getString("id");
            server.as("ola").post("api/v1/switches/" + id + "/approval");
        }
        server.as("kari").delete("api/v1/tokens");
        server.as("kari").post("api/v1/tokens/trial", "{\"scope\":\"" + SCOPE + "\"}");
    }

    String active() throws IOException, InterruptedException {
        return server.as("vera")
                .get("api/v1/status")
                .json()
                .getJsonObject("environment")
                .getString("name");
    }

    @Override
    public void close() {
        chromium.close();
        server.close();
        surroundings.close();
    }
}
