package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import no.portnokkel.hsm.Shell;
import no.portnokkel.hsm.cli.terminal.CliContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures without an HSM: in the reader's language, without a value that may be a PIN, and as JSON where a script asks for it. */
class CommandLineFailuresTest {
    private static final Locale NORWEGIAN = Locale.forLanguageTag("nb-NO");

    @TempDir
    Path directory;

    private String out = "";
    private String err = "";

    @Test
    void an_unknown_verb_and_an_unknown_option_are_named_in_norwegian() {
        assertThat(run(NORWEGIAN, "generer")).isEqualTo(2);
        assertThat(err).contains("Kommandoen generer finnes ikke.", "Bruk:");

        assertThat(run(NORWEGIAN, "keys", "--confg", "x")).isEqualTo(2);
        assertThat(err).contains("Ukjent eller overflødig: --confg.", "Bruk:");
    }

    @Test
    void a_missing_option_and_a_wrong_value_are_named_in_norwegian() {
        assertThat(run(NORWEGIAN, "csr", "--key", "seal")).isEqualTo(2);
        assertThat(err)
                .contains("Mangler: ", "--name NAME", "--organisation NUMBER")
                .doesNotContain("Missing");

        assertThat(run(NORWEGIAN, "generate", "--key", "seal", "--size", "stor"))
                .isEqualTo(2);
        assertThat(err).contains("--size BITS har en verdi som ikke er mulig.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--out", "--config", "--pin-file"})
    void the_empty_name_of_a_file_is_a_wrong_value(String option) {
        assertThat(run(NORWEGIAN, "csr", "--key", "seal", "--name", "X", "--organisation", "310167398", option, ""))
                .isEqualTo(2);

        assertThat(err).contains(option + " FILE har en verdi som ikke er mulig.");
    }

    @Test
    void an_option_that_is_given_twice_is_named_in_norwegian() {
        assertThat(run(NORWEGIAN, "keys", "--config", "a", "--json", "--json")).isEqualTo(2);

        assertThat(err).contains("--json er oppgitt flere ganger.");
    }

    @Test
    void a_pin_that_was_put_on_the_command_line_is_not_repeated() {
        assertThat(run(Locale.ENGLISH, "keys", "--pin", "1234567890", "--pin=1234567890"))
                .isEqualTo(2);

        assertThat(err).contains("--pin").doesNotContain("1234567890");
        assertThat(out).isEmpty();
    }

    @Test
    void a_configuration_that_is_not_there_is_one_line() {
        assertThat(run(NORWEGIAN, "doctor", "--config", directory + "/gone.properties"))
                .isEqualTo(2);

        assertThat(err.lines()).hasSize(1);
        assertThat(err).contains("--config", "gone.properties", "den finnes ikke");
    }

    @Test
    void under_json_a_failure_is_an_object_in_both_languages_on_standard_output() {
        String missing = directory + "/gone.so";

        int exit = run(
                Locale.ENGLISH,
                "keys",
                "--json",
                "--library",
                missing,
                "--token-label",
                "x",
                "--data-dir",
                directory + "/data");

        assertThat(exit).isEqualTo(4);
        JsonObject answer = json();
        assertThat(answer.getInt("exitCode")).isEqualTo(4);
        JsonObject failure = answer.getJsonObject("failure");
        assertThat(failure.keySet()).containsExactly("code", "detail", "remedy", "owner");
        assertThat(failure.getString("code")).isEqualTo("hsm-module-missing");
        assertThat(failure.getJsonObject("detail").getString("no")).contains(missing);
        assertThat(err).contains(failure.getJsonObject("detail").getString("en"));
    }

    @Test
    void under_json_wrong_usage_is_an_object_too() {
        assertThat(run(Locale.ENGLISH, "csr", "--json")).isEqualTo(2);

        assertThat(json().getInt("exitCode")).isEqualTo(2);
        assertThat(json().getJsonObject("failure").getJsonObject("detail").getString("no"))
                .startsWith("Mangler: ");
    }

    @Test
    void the_help_is_in_norwegian_where_the_terminal_is() {
        Locale terminal = CliContext.language(Map.of("LANG", "nb_NO"));

        assertThat(run(terminal, "--help")).isZero();
        assertThat(out).contains("Bruk:", "Valg:", "Kommandoer:").doesNotContain("Usage", "Options");

        assertThat(run(terminal, "jwk", "--help")).isZero();
        assertThat(out)
                .contains("Ingenting endres i HSM-tokenet eller hos Digdir")
                .doesNotContain("Usage");
    }

    @Test
    void bash_reads_the_completion_and_completes_a_verb_and_an_option() {
        assertThat(run(Locale.ENGLISH, "completion")).isZero();
        Path script = save(out);

        assertThat(Shell.runSuccessfully("bash", "-c", completing(script, "portnokkel-hsm gen", 1)))
                .contains("generate");
        assertThat(Shell.runSuccessfully("bash", "-c", completing(script, "portnokkel-hsm import --ch", 2)))
                .contains("--chain");
    }

    private static String completing(Path script, String line, int word) {
        return "source " + script + "; COMP_WORDS=(" + line + "); COMP_CWORD=" + word
                + "; _complete_portnokkel-hsm 2>/dev/null || _complete_portnokkel_hsm; printf '%s\\n' \"${COMPREPLY[@]}\"";
    }

    private Path save(String text) {
        try {
            return Files.writeString(directory.resolve("completion.bash"), text);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private JsonObject json() {
        try (JsonReader reader = Json.createReader(new StringReader(out))) {
            return reader.readObject();
        }
    }

    private int run(Locale locale, String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter diagnostics = new StringWriter();
        CliContext context = new CliContext(
                new PrintWriter(output),
                new PrintWriter(diagnostics),
                locale,
                prompt -> new char[0],
                Clock.systemUTC());
        int exit = PortnokkelHsm.run(context, arguments);
        out = output.toString();
        err = diagnostics.toString();
        return exit;
    }
}
