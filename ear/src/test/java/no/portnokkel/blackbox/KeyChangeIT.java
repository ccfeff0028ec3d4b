package no.portnokkel.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import no.portnokkel.blackbox.Http.Answer;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.ScriptedAnswer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Two persons change the key of the client, and one stops it, on a running server. */
@ParameterizedClass
@MethodSource("no.portnokkel.blackbox.ServerProduct#chosen")
class KeyChangeIT {
    @TempDir
    static Path folder;

    private static BlackBoxFixture fixture;
    private static Server server;

    private ControlRoomClient controlRoom;
    private MaskinportenTwin maskinporten;

    @Parameter
    ServerProduct product;

    @BeforeParameterizedClassInvocation
    static void start_a_server_with_two_keys(ServerProduct product) throws IOException {
        Path directory = Files.createDirectory(folder.resolve(product.name()));
        fixture = BlackBoxFixture.start(directory, "keys-of-" + product.name());
        fixture.generateKey("next-seal");
        server = Server.start(product, directory, fixture.configuration(directory.resolve("data")));
        await().until(() -> server.anonymous().get("health/ready").status() == 200);
    }

    @AfterParameterizedClassInvocation
    static void stop_the_server() {
        server.close();
        fixture.close();
    }

    @BeforeEach
    void the_client_uses_the_first_key() throws Exception {
        controlRoom = new ControlRoomClient(server);
        maskinporten = fixture.first;
        maskinporten.faults().clear();
        fixture.register(maskinporten);
        restore("seal");
        restore("next-seal");
        if (controlRoom.changeKey("activate", "seal", Optional.empty()).status() == 201) {
            assertThat(controlRoom.rotate("seal", Optional.empty())).isEqualTo("active");
        }
        await().until(() -> controlRoom.trial(true) == 200);
    }

    private void restore(String label) throws IOException, InterruptedException {
        Answer proposal = controlRoom.changeKey("restore", label, Optional.empty());
        if (proposal.status() == 201) {
            assertThat(controlRoom.approveKey(proposal).status()).isEqualTo(200);
            String id = proposal.json().getString("id");
            await().until(() -> controlRoom.keyChange(id).getString("state").equals("active"));
        }
    }

    @Test
    void rotation_to_another_certificate_to_a_registered_key_and_back_fails_no_call() throws Exception {
        try (TokenLoop loop = TokenLoop.cachedOn(controlRoom)) {
            await().until(() -> !loop.answers().isEmpty());

            assertThat(controlRoom.rotate("next-seal", Optional.empty())).isEqualTo("active");
            maskinporten.forgetGrants();
            assertThat(controlRoom.trial(true)).isEqualTo(200);
            assertThat(keysOfGrants()).containsOnly("x5c");
            await().until(() -> stateInRegister("next-seal").equals("active"));

            fixture.register(maskinporten, "seal");
            assertThat(controlRoom.rotate("seal", Optional.of("kid-seal"))).isEqualTo("active");
            maskinporten.forgetGrants();
            assertThat(controlRoom.trial(true)).isEqualTo(200);
            assertThat(keysOfGrants()).containsOnly("kid-seal");

            fixture.register(maskinporten);
            assertThat(controlRoom.rotate("next-seal", Optional.empty())).isEqualTo("active");
            assertThat(loop.answers()).containsOnlyKeys("200");
        }
    }

    @Test
    void refused_canaries_change_nothing_and_say_why() throws Exception {
        maskinporten.faults().always(ScriptedAnswer.refusal("MP-100"));
        Answer proposal = controlRoom.changeKey("activate", "next-seal", Optional.empty());
        assertThat(controlRoom.approveKey(proposal).status()).isEqualTo(200);
        String id = proposal.json().getString("id");

        await().until(() -> controlRoom.keyChange(id).getString("state").equals("failed"));

        assertThat(controlRoom.keyChange(id).getJsonObject("problem").getString("mp"))
                .isEqualTo("MP-100");
        maskinporten.faults().clear();
        server.as("kari").delete("api/v1/tokens");
        assertThat(controlRoom.trial(true)).isEqualTo(200);
    }

    @Test
    void after_the_answer_to_a_stop_no_grant_with_the_key_arrives_and_its_tokens_are_gone() throws Exception {
        assertThat(controlRoom.trial(false)).isEqualTo(200);
        try (TokenLoop loop = TokenLoop.on(controlRoom)) {
            await().until(() -> loop.answers().containsKey("200"));

            Answer stopped = controlRoom.changeKey("stop", "seal", Optional.empty());

            long atTheAnswer = maskinporten.grantsReceived();
            assertThat(stopped.status()).isEqualTo(201);
            assertThat(stopped.json().getString("state")).isEqualTo("active");
            assertThat(stopped.json().getJsonArray("waitingFor")).isEmpty();
            assertThat(stopped.json().getJsonObject("letters").toString()).contains("310167398");
            assertThat(controlRoom.trial(false)).isNotEqualTo(200);
            await().until(() -> loop.answers().size() > 1);
            assertThat(maskinporten.grantsReceived()).isEqualTo(atTheAnswer);
            await().until(() -> controlRoom.hasProblem("key-stopped"));
            assertThat(server.anonymous().get("health/ready").status()).isEqualTo(503);
        }

        restore("seal");
        await().until(() -> controlRoom.trial(true) == 200);
    }

    @Test
    void the_command_line_stops_a_key_with_its_evidence_and_letters() throws Exception {
        Path password = Files.writeString(folder.resolve("password-" + product.name()), Users.PASSWORD);
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));

        Command refused = stopByCommandLine("kari", password, "--yes");
        assertThat(refused.exit()).as(refused.output()).isEqualTo(6);
        Command unconfirmed = stopByCommandLine("ola", password);
        assertThat(unconfirmed.exit()).as(unconfirmed.output()).isEqualTo(6);
        assertThat(controlRoom.trial(true)).isEqualTo(200);

        Command stopped = stopByCommandLine("ola", password, "--yes");

        assertThat(stopped.exit()).as(stopped.output()).isZero();
        assertThat(stopped.output())
                .contains("stopped on this server", "all nodes follow", "310167398", "To Digdir:")
                .doesNotContain(Users.PASSWORD);
        assertThat(controlRoom.trial(false)).isNotEqualTo(200);
    }

    private Command stopByCommandLine(String user, Path password, String... more)
            throws IOException, InterruptedException {
        String[] stop = {
            "keys",
            "stop",
            "--control-room",
            server.controlRoom().toString(),
            "--user",
            user,
            "--password-file",
            password.toString(),
            "--environment",
            "first",
            "--key",
            "seal",
            "--reason",
            "a test"
        };
        return Command.java(
                Artefacts.CLIENT,
                Stream.concat(Stream.of(stop), Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void a_standby_key_takes_over_from_a_stopped_one() throws Exception {
        Answer standby = controlRoom.changeKey("standby", "next-seal", Optional.empty());
        assertThat(controlRoom.approveKey(standby).status()).isEqualTo(200);
        await().until(() -> controlRoom
                .keyChange(standby.json().getString("id"))
                .getString("state")
                .equals("active"));

        Answer stopped = controlRoom.changeKey("stop", "seal", Optional.empty());

        assertThat(stopped.json().getJsonArray("takenOver").toString()).contains("next-seal");
        assertThat(controlRoom.trial(false)).isEqualTo(200);
        await().until(() -> server.anonymous().get("health/ready").status() == 200);
    }

    private static String stateInRegister(String label) throws IOException, InterruptedException {
        return server.as("ola").get("api/v1/keys").structure().asJsonArray().stream()
                .map(JsonValue::asJsonObject)
                .filter(key -> key.getString("label", "").equals(label))
                .findFirst()
                .orElseThrow()
                .getString("state");
    }

    /** Returns the kid of each grant, or {@code x5c}. */
    private List<String> keysOfGrants() {
        return maskinporten.grants().stream()
                .map(grant -> grant.header().containsKey("kid")
                        ? String.valueOf(grant.header().get("kid"))
                        : "x5c")
                .toList();
    }
}
