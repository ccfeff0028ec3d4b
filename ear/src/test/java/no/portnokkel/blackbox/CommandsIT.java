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
    void the_twin_says_where_it_is_and_answers_there() throws Exception {
        Process twin = Command.started(Artefacts.TWIN, "--port", "0");
        try (BufferedReader output = twin.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            assertThat(line).matches("TWIN http://127\\.0\\.0\\.1:[0-9]+/");

            Http answers = Http.at(URI.create(line.substring("TWIN ".length())));
            assertThat(answers.get(".well-known/oauth-authorization-server")
                            .json()
                            .getString("issuer"))
                    .isEqualTo(line.substring("TWIN ".length()));
            assertThat(answers.get("jwk").status()).isEqualTo(200);
        } finally {
            twin.destroy();
            assertThat(twin.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void the_doctor_finds_a_good_token_well(@TempDir Path directory) throws Exception {
        try (BlackBoxFixture surroundings = BlackBoxFixture.start(directory, "doctor")) {
            assertThat(doctor(surroundings, "doctor")).satisfies(well -> {
                assertThat(well.output()).contains("OK").doesNotContain("FAILED", "987654");
                assertThat(well.exit()).isZero();
            });
            assertThat(doctor(surroundings, "docter")).satisfies(ill -> {
                assertThat(ill.output()).contains("FAILED", "docter", "doctor");
                assertThat(ill.exit()).isEqualTo(4);
            });
        }
    }

    private static Command doctor(BlackBoxFixture surroundings, String tokenLabel)
            throws IOException, InterruptedException {
        return Command.java(
                Artefacts.COMMAND_LINE,
                "doctor",
                "--library",
                surroundings.hsm.library().toString(),
                "--token-label",
                tokenLabel,
                "--pin-file",
                surroundings.hsm.pinFile().toString());
    }
}
