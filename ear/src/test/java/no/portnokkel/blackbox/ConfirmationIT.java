package no.portnokkel.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import no.portnokkel.blackbox.Http.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One person who can write files or change the configuration is seen until two persons confirm it. */
class ConfirmationIT {
    private static final String NOT_CONFIRMED = "environment-not-confirmed";

    @TempDir
    Path folder;

    @Test
    void what_one_person_changed_in_files_or_configuration_is_reported_until_two_persons_confirm_it() throws Exception {
        try (BlackBoxFixture fixture = BlackBoxFixture.start(folder, "confirmation")) {
            Path dataDir = folder.resolve("data");
            Map<String, String> configuration = new HashMap<>(fixture.configuration(dataDir));
            try (Server server = Server.start(new PayaraMicro(), folder, configuration)) {
                await().until(() -> server.anonymous().get("health/ready").status() == 200);
                switchToSecond(server);
                assertThat(problems(server)).doesNotContain(NOT_CONFIRMED);

                Files.writeString(
                        dataDir.resolve("active-environment"), "name=first\nversion=99\nsince=2026-11-24T10:00:00Z\n");
                await().until(() -> problems(server).contains(NOT_CONFIRMED));
                assertThat(status(server)).contains("\"name\":\"second\"");
                assertThat(server.anonymous().get("health/ready").status()).isEqualTo(200);

                confirm(server);
                await().until(() -> !problems(server).contains(NOT_CONFIRMED));
            }

            configuration.put("portnokkel.admin.users.kari2.roles", "security-officer");
            configuration.put(
                    "portnokkel.admin.users.kari2.password-hash",
                    configuration.get("portnokkel.admin.users.kari.password-hash"));
            try (Server server = Server.start(new PayaraMicro(), folder, configuration)) {
                await().until(() -> problems(server).contains(NOT_CONFIRMED));
                assertThat(status(server)).contains("\"name\":\"second\"");
                Answer proposal = server.as("kari").post("api/v1/confirmation");
                assertThat(server.as("kari2").post(approval(proposal)).status()).isEqualTo(403);
                assertThat(server.as("ola").post(approval(proposal)).status()).isEqualTo(200);
                await().until(() -> !problems(server).contains(NOT_CONFIRMED));
            }
        }
    }

    private static void switchToSecond(Server server) throws IOException, InterruptedException {
        Answer proposal =
                server.as("kari").post("api/v1/switches", "{\"environment\":\"second\",\"reason\":\"a test\"}");
        String id = proposal.json().getString("id");
        assertThat(server.as("ola").post("api/v1/switches/" + id + "/approval").status())
                .isEqualTo(200);
    }

    private static void confirm(Server server) throws IOException, InterruptedException {
        Answer proposal = server.as("kari").post("api/v1/confirmation");
        assertThat(proposal.status()).isEqualTo(201);
        assertThat(server.as("kari").post(approval(proposal)).status()).isEqualTo(403);
        assertThat(server.as("ola").post(approval(proposal)).status()).isEqualTo(200);
    }

    private static String approval(Answer proposal) {
        return "api/v1/confirmation/" + proposal.json().getString("id") + "/approval";
    }

    private static String status(Server server) throws IOException, InterruptedException {
        return server.as("vera").get("api/v1/status").body();
    }

    private static String problems(Server server) throws IOException, InterruptedException {
        return server.as("vera")
                .get("api/v1/status")
                .json()
                .getJsonArray("problems")
                .toString();
    }
}
