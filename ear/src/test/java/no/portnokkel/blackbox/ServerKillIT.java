package no.portnokkel.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server, with the embedded database, ends suddenly right after it has answered. */
class ServerKillIT {
    private static final int KILLS = 3;

    @TempDir
    Path folder;

    @Test
    void a_switch_that_was_answered_with_200_is_active_after_kill_9_and_who_approved_it_is_known() throws Exception {
        try (BlackBoxFixture fixture = BlackBoxFixture.start(folder, "kill")) {
            Map<String, String> configuration = fixture.configuration(folder.resolve("data"));
            String target = "second";
            String last = "";
            for (int kill = 0; kill <= KILLS; kill++) {
                try (Server server = Server.start(new PayaraMicro(), folder, configuration)) {
                    ControlRoomClient controlRoom = new ControlRoomClient(server);
                    await().atMost(Duration.ofMinutes(1)).until(() -> controlRoom.trial(false) == 200);
                    if (kill > 0) {
                        JsonObject change = controlRoom.switchWith(last);
                        assertThat(change.getString("state")).isEqualTo("active");
                        assertThat(change.getString("decidedBy")).isEqualTo("ola");
                        assertThat(controlRoom.active()).isEqualTo(target);
                        target = ClusterFixture.other(target);
                    }
                    last = controlRoom.propose(target);
                    assertThat(controlRoom.approve("ola", last).status()).isEqualTo(200);
                    server.kill();
                }
            }
        }
    }
}
