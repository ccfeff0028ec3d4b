package no.portnokkel.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import no.portnokkel.testkit.hsm.FaultShim;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a key in each of two HSMs, of which the first freezes for a minute. */
class FailoverIT {
    private static final Duration FROZEN = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private BlackBoxFixture fixture;
    private FaultShim first;
    private Server server;

    @BeforeEach
    void start_a_server_with_two_hsms() throws IOException {
        fixture = BlackBoxFixture.start(directory, "first-site");
        first = FaultShim.before(fixture.hsm, directory);
        Map<String, String> configuration = fixture.configuration(directory.resolve("data"));
        configuration.put("portnokkel.hsm.library", first.module().toString());
        configuration.putAll(fixture.standby(directory, "standby-seal", "second-site"));
        server = Server.start(new PayaraMicro(Storage.EMBEDDED), directory, configuration);
        await().until(() -> server.anonymous().get("health/ready").status() == 200);
    }

    @AfterEach
    void stop_the_server() {
        first.says();
        server.close();
        fixture.close();
    }

    @Test
    void tokens_go_on_by_the_second_hsm_while_the_first_is_frozen_and_return_to_it_afterwards() throws Exception {
        ControlRoomClient controlRoom = new ControlRoomClient(server);
        try (TokenLoop caller = TokenLoop.on(controlRoom)) {
            await().until(() -> caller.answers().containsKey("200"));
            String firstSigner = lastSigner();

            first.says("* hang");
            await().until(() -> !lastSigner().equals(firstSigner));
            await().during(FROZEN)
                    .atMost(FROZEN.multipliedBy(2))
                    .until(() -> server.anonymous().get("health/ready").status() == 200);
            assertThat(controlRoom.hasProblem("hsm-unavailable")).isTrue();

            first.says();
            await().atMost(Duration.ofMinutes(3)).until(() -> lastSigner().equals(firstSigner));
            assertThat(caller.answers()).containsOnlyKeys("200");
        }
        assertThat(server.log())
                .contains("Grants are signed with standby key standby-seal", "Grants are signed with key seal");
    }

    private String lastSigner() {
        return fixture.first.grants().stream()
                .reduce((earlier, later) -> later)
                .map(grant -> String.valueOf(grant.header().get("x5c")))
                .orElse("");
    }
}
