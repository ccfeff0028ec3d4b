package no.portnokkel.blackbox.page;

import static org.awaitility.Awaitility.await;

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

/** A running control room with the environments {@code demo} and {@code reserve} (as in {@code ./run}), and a browser. */
final class ControlRoomFixture implements AutoCloseable {
    /** How long the browser waits for an expected element, in milliseconds. */
    static final double TIMEOUT_MILLIS = 30_000;

    private static final String SCOPE = "skatteetaten:inntekt";

    private final BlackBoxFixture fixture;
    private final Server server;
    private final Chromium chromium;

    private ControlRoomFixture(BlackBoxFixture fixture, Server server, Chromium chromium) {
        this.fixture = fixture;
        this.server = server;
        this.chromium = chromium;
        PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MILLIS);
    }

    static ControlRoomFixture open() {
        Chromium chromium = Chromium.open(); // first, since Chromium may be missing
        try {
            Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "pages");
            BlackBoxFixture fixture = BlackBoxFixture.start(directory, "portnokkel-demo");
            Server server = Server.start(
                    new PayaraMicro(), directory, withDisplayNames(fixture.configuration(directory.resolve("data"))));
            return new ControlRoomFixture(fixture, server, chromium);
        } catch (IOException failed) {
            throw new IllegalStateException("The control room could not be started.", failed);
        }
    }

    private static Map<String, String> withDisplayNames(Map<String, String> configuration) {
        Map<String, String> renamed = new TreeMap<>();
        configuration.forEach((key, value) -> renamed.put(
                key.replace("environments.first.", "environments.demo.")
                        .replace("environments.second.", "environments.reserve."),
                value));
        renamed.put("portnokkel.environment", "demo");
        return renamed;
    }

    BlackBoxFixture fixture() {
        return fixture;
    }

    /** Makes {@code demo} refuse the scope in the trial form (MP-250). */
    void denyAccessToScope() {
        fixture.first.registry().denyAccess(BlackBoxFixture.OWNER, SCOPE);
    }

    BrowserUser browserUser(ReaderPreferences reader) {
        return new BrowserUser(chromium.browser(), server.controlRoom(), reader);
    }

    /** Restores the state after a start: {@code demo} is active, no open proposals, one cached token, no faults. */
    void reset() throws IOException, InterruptedException {
        fixture.first.registry().grantAccess(BlackBoxFixture.OWNER, SCOPE);
        fixture.second.faults().clear();
        for (JsonValue value :
                server.as("kari").get("api/v1/switches").structure().asJsonArray()) {
            JsonObject change = value.asJsonObject();
            if (change.getString("state").equals("proposed")) {
                server.as("kari").delete("api/v1/switches/" + change.getString("id"));
            }
        }
        if (!active().equals("demo")) {
            switchTo("demo");
        }
        server.as("kari").delete("api/v1/tokens");
        server.as("kari").post("api/v1/tokens/trial", "{\"scope\":\"" + SCOPE + "\"}");
    }

    /** Switches by two persons, and waits for the first token. */
    void switchTo(String environment) throws IOException, InterruptedException {
        String body = "{\"environment\":\"" + environment + "\",\"reason\":\"Tilbake etter prøven\"}";
        String id = server.as("kari").post("api/v1/switches", body).json().getString("id");
        server.as("ola").post("api/v1/switches/" + id + "/approval");
        await().until(() -> !server.as("vera")
                .get("api/v1/switches")
                .structure()
                .toString()
                .contains("\"firstGrant\":\"awaited\""));
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
        fixture.close();
    }
}
