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
import no.portnokkel.hsm.cli.findings.ExitCode;
import no.portnokkel.testkit.cli.TwinCommand;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

/** What scripts rely on: verbs, options and exit codes of {@code portnokkel-hsm} and of the twin. */
class CommandLineContractTest {
    private final StringWriter output = new StringWriter();
    private final CliContext desk = new CliContext(
            new PrintWriter(output), new PrintWriter(output), Locale.ENGLISH, prompt -> new char[0], Clock.systemUTC());

    @Test
    void verbs_options_and_parameters_are_as_recorded() {
        Stream<CommandSpec> verbs = Stream.of(
                        new DoctorCommand(desk),
                        new SlotsCommand(desk),
                        new KeysCommand(desk),
                        new GenerateCommand(desk),
                        new CsrCommand(desk),
                        new ImportCommand(desk),
                        new JwkCommand(desk),
                        new TestSignCommand(desk))
                .map(CommandSpec::forAnnotatedObject);

        ContractRecord.assertUnchanged("portnokkel-hsm-verbs", verbs.flatMap(CommandFacts::of));
    }

    @Test
    void help_lists_the_recorded_verbs_and_no_others() {
        assertThat(PortnokkelHsm.run(desk, "--help")).isZero();

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
