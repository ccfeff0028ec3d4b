package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.message.MessageCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** The help of {@code portnokkel-hsm} comes from the message catalogue, in both languages. */
class CommandLineTextsTest {
    /** The variables that picocli fills in, and its line separator. */
    private static final String PLACEHOLDER = "\\$\\{[A-Z-]+}|%n";

    private final StringWriter output = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"en", "nb"})
    void every_verb_has_a_description_and_a_text_for_each_exit_code(String language) {
        assertThat(commands(language)).hasSize(14).allSatisfy(command -> {
            assertThat(command.usageMessage().description()).as(command.name()).isNotEmpty();
            assertThat(command.usageMessage().exitCodeList())
                    .as(command.name())
                    .allSatisfy((code, text) -> assertThat(text).isNotBlank());
        });
        assertThat(commands(language)
                        .skip(1)
                        .filter(verb -> !Set.of("completion", "verify").contains(verb.name())))
                .allSatisfy(
                        verb -> assertThat(verb.usageMessage().exitCodeList()).containsKeys("0", "1", "2", "4"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "nb"})
    void every_option_and_parameter_has_a_description(String language) {
        assertThat(commands(language).flatMap(command -> command.args().stream()))
                .hasSizeGreaterThan(60)
                .allSatisfy(argument -> assertThat(String.join("", argument.description()))
                        .as(argument.paramLabel() + " of " + argument.command())
                        .isNotBlank());
    }

    @Test
    void no_text_of_an_option_or_verb_is_the_same_in_both_languages() {
        List<String> english = texts("en");

        assertThat(texts("nb"))
                .hasSameSizeAs(english)
                .doesNotContainAnyElementsOf(
                        english.stream().filter(Predicate.not(String::isBlank)).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "nb"})
    void every_text_of_the_catalogue_is_shown_by_the_help_of_a_verb(String language) {
        String help = withoutSpaces(commands(language)
                .map(command -> command.commandLine().getUsageMessage())
                .collect(Collectors.joining()));
        MessageCatalogue catalogue = language.equals("nb") ? MessageCatalogue.NORWEGIAN : MessageCatalogue.ENGLISH;

        Set<String> unused = catalogue.keys().stream()
                .filter(key -> key.startsWith("cli.") && !key.startsWith("cli.portnokkel-client."))
                .filter(key -> !isShown(catalogue.find(key).orElseThrow(), key, help))
                .collect(Collectors.toSet());

        assertThat(unused).isEmpty();
    }

    @Test
    void usage_errors_of_ours_are_in_the_readers_language() {
        assertThat(PortnokkelHsm.run(context("nb"))).isEqualTo(2);
        assertThat(PortnokkelHsm.run(context("nb"), "keys")).isEqualTo(2);

        assertThat(output.toString())
                .contains(
                        "Oppgi en kommando, for eksempel doctor.",
                        "Oppgi --config, eller --library og --token-label (eller --slot).")
                .contains("Bruk: portnokkel-hsm", "Valg:", "Returkoder:");
    }

    private static boolean isShown(String text, String key, String help) {
        boolean exitCode = key.contains(".exitCodeList.");
        return Arrays.stream((exitCode ? text.split(":", 2)[1] : text).split(PLACEHOLDER, -1))
                .map(CommandLineTextsTest::withoutSpaces)
                .allMatch(help::contains);
    }

    /** The help breaks its lines. */
    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s", "");
    }

    private List<String> texts(String language) {
        return commands(language)
                .flatMap(command -> Stream.concat(
                        Arrays.stream(command.usageMessage().description()),
                        command.args().stream().map(ArgSpec::description).flatMap(Arrays::stream)))
                .filter(text -> !text.isBlank())
                .toList();
    }

    private Stream<CommandSpec> commands(String language) {
        CommandLine root = PortnokkelHsm.commandLine(context(language));
        return Stream.concat(Stream.of(root), root.getSubcommands().values().stream())
                .map(CommandLine::getCommandSpec);
    }

    private CliContext context(String language) {
        PrintWriter writer = new PrintWriter(output);
        return new CliContext(
                writer, writer, Locale.forLanguageTag(language), prompt -> new char[0], Clock.systemUTC());
    }
}
