package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import no.portnokkel.contract.CommandFacts;
import no.portnokkel.contract.ContractRecord;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.cli.terminal.ExitCode;
import no.portnokkel.testkit.cli.TwinCommand;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The parts of {@code portnokkel-hsm} and of the twin that scripts rely on: verbs, options and exit codes. */
class CommandLineContractTest {
    private final StringWriter output = new StringWriter();
    private final CliContext context = new CliContext(
            new PrintWriter(output), new PrintWriter(output), Locale.ENGLISH, prompt -> new char[0], Clock.systemUTC());

    @Test
    void verbs_options_and_parameters_are_as_recorded() {
        Stream<CommandSpec> verbs = PortnokkelHsm.commandLine(context).getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec);

        ContractRecord.assertUnchanged(
                "portnokkel-hsm-verbs",
                verbs.flatMap(CommandFacts::of).map(fact -> fact.replaceFirst("^portnokkel-hsm ", "")));
    }

    @Test
    void help_lists_the_recorded_verbs_and_no_others() {
        assertThat(PortnokkelHsm.run(context, "--help")).isZero();

        Stream<String> verbs = output.toString()
                .lines()
                .dropWhile(line -> !line.startsWith("Commands:"))
                .skip(1)
                .filter(line -> line.matches("  [a-z].*"))
                .map(line -> line.strip().split(" ", 2)[0]);
        ContractRecord.assertUnchanged("portnokkel-hsm-commands", verbs);
    }

    @Test
    void exit_codes_are_as_recorded() {
        ContractRecord.assertUnchanged(
                "portnokkel-hsm-exit-codes",
                Arrays.stream(ExitCode.values()).map(code -> Integer.toString(code.number())));
    }

    @Test
    void options_of_the_twin_are_as_recorded() {
        ContractRecord.assertUnchanged(
                "portnokkel-twin", CommandFacts.of(CommandSpec.forAnnotatedObject(new TwinCommand())));
    }
}
