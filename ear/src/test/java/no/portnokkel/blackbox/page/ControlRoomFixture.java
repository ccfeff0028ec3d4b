package no.portnokkel.blackbox.page;

import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import no.portnokkel.blackbox.BlackBoxFixture;
import no.portnokkel.blackbox.PayaraMicro;
import no.portnokkel.blackbox.Server;

/** A running control room with the environments {@code demo} and {@code reserve} (as in {@code ./run}), and a browser. */
final class ControlRoomFixture implements AutoCloseable {
    /** How long the browser waits for an expected element, in milliseconds. */
    static final double TIMEOUT_MILLIS = 30_000;

    /** A key that no environment uses. */
    static final String NEXT_KEY = "seal-2027";

    /** A key that a story puts into use and stops. */
    static final String STOPPED_KEY = "seal-2026";

    /** A key that is in no use and may be stopped any number of times. */
    static final String OLD_KEY = "seal-2024";

    private static final String KEY = "seal";
    private static final String KEY_CHANGES = "api/v1/key-changes";
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
            List.of(NEXT_KEY, STOPPED_KEY, OLD_KEY).forEach(fixture::generateKey);
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

    /** Restores the state after a start: {@code demo} is active, keys as configured, no open proposals, one cached token, no faults. */
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
        for (JsonObject change : keyChanges()) {
            if (change.getString("state").equals("proposed")) {
                server.as("kari").delete(KEY_CHANGES + "/" + change.getString("id"));
            }
        }
        if (lastActivated().equals(NEXT_KEY)) {
            changeKey("activate", KEY);
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

    /** Changes the key of {@code reserve} by two persons, and waits for the canary grants. */
    void changeKey(String action, String label) throws IOException, InterruptedException {
        String body = Json.createObjectBuilder()
                .add("environment", "reserve")
                .add("action", action)
                .add("label", label)
                .add("reason", "Øvelse")
                .build()
                .toString();
        String id = server.as("ola").post(KEY_CHANGES, body).json().getString("id");
        server.as("kari").post(KEY_CHANGES + "/" + id + "/approval");
        await().until(() -> keyChanges().stream()
                .anyMatch(change -> change.getString("id").equals(id)
                        && change.getString("state").equals("active")));
    }

    /** Lets a key of {@code reserve} be used, with the configured one on standby. */
    void useKeyToBeStopped() throws IOException, InterruptedException {
        changeKey("activate", STOPPED_KEY);
        changeKey("standby", KEY);
    }

    private String lastActivated() throws IOException, InterruptedException {
        return keyChanges().stream()
                .filter(change -> change.getString("action").equals("activate")
                        && change.getString("state").equals("active"))
                .map(change -> change.getString("label"))
                .findFirst()
                .orElse(KEY);
    }

    /** Returns the changes of keys, the newest first. */
    private List<JsonObject> keyChanges() throws IOException, InterruptedException {
        return server.as("vera").get(KEY_CHANGES).structure().asJsonArray().getValuesAs(JsonObject.class);
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
