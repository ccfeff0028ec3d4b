package no.portnokkel.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsIT {
    @Test
    void the_twin_prints_its_address_and_responds_there() throws Exception {
        Process twin = Command.start(Artefacts.TWIN, "--port", "0");
        try (BufferedReader output = twin.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            assertThat(line).matches("TWIN http://127\\.0\\.0\\.1:[0-9]+/");

            Http client = Http.at(URI.create(line.substring("TWIN ".length())));
            assertThat(client.get(".well-known/oauth-authorization-server")
                            .json()
                            .getString("issuer"))
                    .isEqualTo(line.substring("TWIN ".length()));
            assertThat(client.get("jwk").status()).isEqualTo(200);
        } finally {
            twin.destroy();
            assertThat(twin.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void doctor_passes_for_a_usable_token_and_fails_for_an_unknown_label(@TempDir Path directory) throws Exception {
        try (BlackBoxFixture fixture = BlackBoxFixture.start(directory, "doctor")) {
            assertThat(doctor(fixture, "doctor")).satisfies(passed -> {
                assertThat(passed.output()).contains("OK").doesNotContain("FAILED", "987654");
                assertThat(passed.exit()).isZero();
            });
            assertThat(doctor(fixture, "docter")).satisfies(failed -> {
                assertThat(failed.output()).contains("FAILED", "docter", "doctor");
                assertThat(failed.exit()).isEqualTo(4);
            });
        }
    }

    private static Command doctor(BlackBoxFixture fixture, String tokenLabel) throws IOException, InterruptedException {
        return Command.java(
                Artefacts.COMMAND_LINE,
                "doctor",
                "--library",
                fixture.hsm.library().toString(),
                "--token-label",
                tokenLabel,
                "--pin-file",
                fixture.hsm.pinFile().toString());
    }
}
