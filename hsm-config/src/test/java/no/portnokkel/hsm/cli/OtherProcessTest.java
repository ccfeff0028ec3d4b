package no.portnokkel.hsm.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Stream;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.Shell;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.hsm.cli.terminal.ExitCode;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one process does and another one sees: each command runs in its own JVM. */
@UsesSoftHsm
@Tag("one-jdk")
class OtherProcessTest {
    private static final Path SPY = Path.of("/usr/lib/x86_64-linux-gnu/pkcs11-spy.so");

    @TempDir
    Path directory;

    @Test
    void a_wrong_pin_costs_one_login_despite_restarts_and_a_deployment_with_the_correct_pin() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "other-wrong");
        Path wrongPin = Files.writeString(directory.resolve("wrong.pin"), "1111111111");
        Files.setPosixFilePermissions(wrongPin, PosixFilePermissions.fromString("rw-------"));
        Path wrong = configuration("wrong.properties", SPY, token, wrongPin);
        Path right = configuration("right.properties", SPY, token, token.pinFile());
        Path log = directory.resolve("spy.log");

        assertThat(doctor(log, right)).isEqualTo(ExitCode.DONE);
        assertThat(doctor(log, wrong)).isEqualTo(ExitCode.PIN_REFUSED);
        assertThat(doctor(log, wrong)).isEqualTo(ExitCode.PIN_REFUSED);
        // the token reports a wrong try, and this process has not seen the correct PIN accepted
        assertThat(doctor(log, right)).isEqualTo(ExitCode.PIN_REFUSED);
        BankFixture.logInWithVendorTool(token);
        assertThat(doctor(log, wrong)).isEqualTo(ExitCode.PIN_REFUSED);
        assertThat(doctor(log, right)).isEqualTo(ExitCode.DONE);

        String calls = Files.readString(log, ISO_8859_1);
        assertThat(calls.split(": C_Login\\b", -1))
                .as("two correct logins and a wrong one")
                .hasSize(1 + 3);
        assertThat(calls).containsOnlyOnce("CKR_PIN_INCORRECT");
    }

    @Test
    void a_new_key_of_the_command_line_signs_in_a_running_application() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "other-made");
        Path configuration = configuration("officer.properties", token.library(), token, token.pinFile());
        try (Hsm hsm = HsmConnection.open(BankFixture.settings(directory.resolve("application"), token))) {
            assertThat(hsm.key("seal").chain()).hasSize(2);

            Shell made =
                    run(directory.resolve("none"), "generate", "--config", configuration.toString(), "--key", "next");

            assertThat(made.exit()).as(made.output()).isZero();
            assertThat(hsm.key("next").sign("header.claims".getBytes(UTF_8), SignatureAlgorithm.RS256))
                    .hasSize(384);
        }
    }

    @Test
    void the_spy_of_opensc_signs_and_is_known_to_share_its_state() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "other-spy");
        Path configuration = configuration("spy.properties", SPY, token, token.pinFile());

        Shell doctor = run(directory.resolve("spy.log"), "doctor", "--json", "--config", configuration.toString());

        assertThat(doctor.exit()).as(doctor.output()).isZero();
        assertThat(doctor.output()).contains("hsm.recovery to reopen", "\"check\":\"signature\",\"result\":\"ok\"");
    }

    private Path configuration(String name, Path library, SoftHsmToken token, Path pinFile) throws IOException {
        return Files.writeString(
                directory.resolve(name),
                String.join(
                        "\n",
                        "portnokkel.hsm.profile=softhsm2",
                        "portnokkel.hsm.library=" + library,
                        "portnokkel.hsm.token-label=" + token.label(),
                        "portnokkel.hsm.pin-file=" + pinFile,
                        "portnokkel.data-dir=" + directory.resolve("data")));
    }

    private static ExitCode doctor(Path spyLog, Path configuration) {
        int exit = run(spyLog, "doctor", "--config", configuration.toString()).exit();
        return Arrays.stream(ExitCode.values())
                .filter(code -> code.number() == exit)
                .findFirst()
                .orElseThrow();
    }

    private static Shell run(Path spyLog, String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Stream<String> start = Stream.of(
                "env",
                "PKCS11SPY_OUTPUT=" + spyLog,
                java,
                "-cp",
                System.getProperty("java.class.path"),
                PortnokkelHsm.class.getName());
        return Shell.run(Stream.concat(start, Arrays.stream(arguments)).toArray(String[]::new));
    }
}
