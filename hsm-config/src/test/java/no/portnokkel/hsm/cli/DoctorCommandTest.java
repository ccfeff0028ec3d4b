package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@UsesSoftHsm
class DoctorCommandTest {
    private static final Locale NORWEGIAN = Locale.forLanguageTag("nb");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Clock clock = Clock.systemUTC();
    private String typed = "";

    @TempDir
    Path directory;

    @Test
    void a_working_hsm_gives_eleven_ok_lines_and_a_file_without_environments_a_warning() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "doctor-healthy");

        int exit = doctor(Locale.ENGLISH, "--config", config(token, "").toString());

        assertThat(exit).isZero();
        assertThat(out.toString().lines().filter(line -> line.startsWith("OK"))).hasSize(11);
        assertThat(out.toString().lines().filter(line -> !line.startsWith("OK")))
                .singleElement()
                .asString()
                .startsWith("WARNING Configuration: ")
                .contains("no environment");
        assertThat(out.toString())
                .contains("Keys: seal", "organizationIdentifier=NTRNO-310167398", "chain of 2", " ms)")
                .doesNotContain(BankFixture.PIN);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void json_has_the_findings_in_both_languages() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "doctor-json");

        int exit = doctor(
                Locale.ENGLISH,
                "--json",
                "--key",
                "other",
                "--config",
                config(token, "").toString());

        assertThat(exit).isEqualTo(5);
        JsonArray findings = findings();
        JsonObject last = findings.getJsonObject(7);
        assertThat(findings).hasSize(9);
        assertThat(findings.getJsonObject(0).keySet()).containsExactly("check", "result", "finding");
        assertThat(last.getString("check")).isEqualTo("certificate");
        assertThat(last.getString("result")).isEqualTo("failed");
        assertThat(last.getString("owner")).isEqualTo("security-officer");
        assertThat(last.getJsonObject("finding").getString("no")).contains("other", "Det har: seal.");
        assertThat(last.getJsonObject("remedy").getString("en")).contains("portnokkel.environments.*.key");
    }

    @Test
    void the_keys_of_the_configuration_are_checked() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "doctor-config");
        token.generateKey("unused", BankFixture::certify);

        int exit = doctor(Locale.ENGLISH, "--config", config(token, """
                                portnokkel.environments.test.key=seal
                                portnokkel.environments.prod.key=gone
                                portnokkel.environments.elsewhere.hsm=other
                                portnokkel.environments.elsewhere.key=x
                                """).toString());

        assertThat(exit).isEqualTo(5);
        assertThat(out.toString().lines().filter(line -> line.contains("signature:")))
                .hasSize(1);
        assertThat(out.toString()).contains("\"gone\"").doesNotContain("\"unused\"", "\"x\"");
    }

    @Test
    void a_wrong_pin_is_exit_3_in_norwegian_with_file_and_remedy() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "doctor-pin");
        Files.writeString(token.pinFile(), "1111111111");

        int exit = doctor(NORWEGIAN, "--config", config(token, "").toString());
        int again = doctor(NORWEGIAN, "--config", config(token, "").toString());

        assertThat(List.of(exit, again)).containsOnly(3);
        assertThat(out.toString())
                .contains("FAILED  Innlogging: HSM-tokenet «doctor-pin» avviste PIN-en fra " + token.pinFile())
                .contains("Rett PIN-en")
                .doesNotContain("1111111111");
    }

    @Test
    void copies_that_share_their_state_are_a_warning_with_the_setting_that_helps() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "doctor-shared");
        FaultShim shim = FaultShim.sharing(token.library(), directory.resolve("sharing.so"));

        int exit = doctor(
                Locale.ENGLISH,
                "--config",
                config(token, "portnokkel.hsm.library=" + shim.module() + "\n").toString());

        assertThat(exit).isZero();
        assertThat(out.toString())
                .contains("WARNING Library:", shim.module().toString(), "Set hsm.recovery to reopen.");
    }

    @Test
    void an_unknown_token_or_module_is_exit_4() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "doctor-token");

        int noToken = doctor(
                Locale.ENGLISH,
                "--config",
                config(token, "portnokkel.hsm.token-label=typo\n").toString());
        int noModule = doctor(
                Locale.ENGLISH,
                "--config",
                config(token, "portnokkel.hsm.library=/nowhere.so\n").toString());

        assertThat(List.of(noToken, noModule)).containsOnly(4);
        assertThat(out.toString())
                .contains("FAILED  Token: ", "doctor-token", "FAILED  PKCS#11 module: ", "/nowhere.so");
    }

    @Test
    void a_pin_file_that_others_can_read_is_exit_6() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "doctor-unsafe");
        Files.setPosixFilePermissions(token.pinFile(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(doctor(Locale.ENGLISH, "--config", config(token, "").toString()))
                .isEqualTo(6);
        assertThat(out.toString()).contains("FAILED  PIN: ", "chmod 600 " + token.pinFile());
    }

    @Test
    void a_certificate_of_another_key_is_exit_5() throws IOException, GeneralSecurityException {
        SoftHsmToken token = BankFixture.token(directory, "doctor-mismatch");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        List<X509Certificate> foreign =
                BankFixture.certify(generator.generateKeyPair().getPublic());
        token.generateKey("mixed-up", mine -> foreign);

        int exit = doctor(
                Locale.ENGLISH,
                "--key",
                "mixed-up",
                "--config",
                config(token, "").toString());

        assertThat(exit).isEqualTo(5);
        assertThat(out.toString()).contains("FAILED  Probe signature: ", "belongs to another key");
    }

    @Test
    void days_left_are_a_warning_from_60_and_a_failure_from_14() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "doctor-days");
        Path config = config(token, "");
        Map<Integer, Integer> exitByDaysPassed =
                Map.of(1, 0, 3 * 365 - 30, 0, 3 * 365 - 10, 1, 3 * 365 + 10, 5, -10, 5);

        exitByDaysPassed.forEach((days, expected) -> {
            clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(days));
            assertThat(doctor(Locale.ENGLISH, "--config", config.toString()))
                    .as("after %d days", days)
                    .isEqualTo(expected);
        });
        assertThat(out.toString()).containsOnlyOnce("WARNING Validity: ");
    }

    @Test
    void without_a_pin_file_the_pin_is_asked_for_and_wiped() {
        SoftHsmToken token = BankFixture.token(directory, "doctor-typed");
        String[] arguments = {
            "--library",
            token.library().toString(),
            "--token-label",
            token.label(),
            "--data-dir",
            directory.resolve("data").toString()
        };

        assertThat(doctor(Locale.ENGLISH, arguments)).isEqualTo(1);
        typed = BankFixture.PIN;
        assertThat(doctor(Locale.ENGLISH, arguments)).isZero();

        assertThat(out.toString()).contains("FAILED  PIN: ", "--pin-file", "OK      PIN: the keyboard");
    }

    @Test
    void a_pasted_pin_with_an_invisible_character_is_not_presented() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "doctor-pasted");
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("C_Login count");
        typed = BankFixture.PIN + "\u200B";

        int exit = doctor(
                Locale.ENGLISH,
                "--library",
                shim.module().toString(),
                "--token-label",
                token.label(),
                "--data-dir",
                directory.resolve("data").toString());

        assertThat(exit).isEqualTo(1);
        assertThat(out.toString()).contains("FAILED  PIN: ", "nobody sees", "Type the PIN by hand.");
        assertThat(shim.counted()).isZero();
    }

    @Test
    void wrong_usage_and_wrong_configuration_are_exit_2_and_go_to_standard_error() throws IOException {
        Path config = Files.writeString(
                directory.resolve("wrong.properties"), "portnokkel.hsm.profile=soft\nportnokkel.hsm.recovery=hope\n");

        assertThat(doctor(Locale.ENGLISH)).isEqualTo(2);
        assertThat(doctor(Locale.ENGLISH, "--config", config.toString())).isEqualTo(2);
        assertThat(doctor(
                        Locale.ENGLISH, "--config", directory.resolve("absent").toString()))
                .isEqualTo(2);
        assertThat(doctor(Locale.ENGLISH, "--config", config.toString(), "--token-label", "x"))
                .isEqualTo(2);
        assertThat(PortnokkelHsm.run(context(Locale.ENGLISH))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("portnokkel.hsm.profile is unknown", "portnokkel.hsm.recovery", "portnokkel.hsm.token-label");
    }

    @Test
    void the_language_is_that_of_the_terminal() {
        assertThat(CliContext.language(Map.of("LANG", "nb_NO.UTF-8")).getLanguage())
                .isEqualTo("nb");
        assertThat(CliContext.language(Map.of("LANG", "nb_NO.UTF-8", "LC_ALL", "C.UTF-8"))
                        .getLanguage())
                .as("C.UTF-8 is our own remedy against lost letters, not a language")
                .isEqualTo("nb");
        assertThat(CliContext.language(Map.of("LANG", "nb_NO.UTF-8", "LC_ALL", "C"))
                        .getLanguage())
                .isNotEqualTo("nb");
        assertThat(CliContext.language(Map.of())).isEqualTo(Locale.ENGLISH);
    }

    private int doctor(Locale locale, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "doctor";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return PortnokkelHsm.run(context(locale), all);
    }

    private CliContext context(Locale locale) {
        return new CliContext(new PrintWriter(out), new PrintWriter(err), locale, prompt -> typed.toCharArray(), clock);
    }

    private Path config(SoftHsmToken token, String more) throws IOException {
        return Files.writeString(
                directory.resolve("portnokkel.properties"),
                "portnokkel.hsm.profile=softhsm2\nportnokkel.hsm.library=" + token.library()
                        + "\nportnokkel.hsm.token-label=" + token.label() + "\nportnokkel.hsm.pin-file="
                        + token.pinFile() + "\nportnokkel.data-dir=" + directory.resolve("data") + "\n" + more);
    }

    private JsonArray findings() {
        try (JsonReader reader = Json.createReader(new StringReader(out.toString()))) {
            return reader.readArray();
        }
    }
}
