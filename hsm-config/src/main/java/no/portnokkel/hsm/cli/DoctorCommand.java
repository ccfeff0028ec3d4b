package no.portnokkel.hsm.cli;

import java.util.List;
import java.util.concurrent.Callable;
import no.portnokkel.hsm.cli.findings.ExitCode;
import no.portnokkel.hsm.cli.findings.Finding;
import no.portnokkel.hsm.cli.findings.FindingPrinter;
import no.portnokkel.hsm.settings.HsmSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code doctor}: connects as the application does and shows where it fails. */
@Command(name = "doctor", mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private HsmOptions options = new HsmOptions();

    @Option(names = "--key", paramLabel = "LABEL")
    private List<String> labels = List.of();

    @Option(names = "--json")
    private boolean json;

    DoctorCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        HsmSettings settings = options.settings(context);
        List<String> keys = labels.isEmpty() ? options.keyLabels() : labels;
        List<Finding> findings = new DoctorChecks(settings, options.pins(settings, context), context.clock()).of(keys);
        FindingPrinter printer = new FindingPrinter(context.out(), context.locale());
        if (json) {
            printer.json(findings);
        } else {
            printer.lines(findings);
        }
        return findings.stream()
                .filter(finding -> finding.result() == Finding.Result.FAILED)
                .map(Finding::exitCode)
                .findFirst()
                .orElse(ExitCode.DONE)
                .number();
    }
}
