package no.portnokkel.hsm.cli;

import java.util.List;
import java.util.concurrent.Callable;
import no.portnokkel.hsm.HsmSettings;
import no.portnokkel.hsm.cli.findings.ExitCode;
import no.portnokkel.hsm.cli.findings.Finding;
import no.portnokkel.hsm.cli.findings.FindingPrinter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code doctor}: walks the application's way to the HSM and says where it ends. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Checks module, token, PIN, login, keys and certificates, and signs a probe with each key."
                + " Changes nothing. A wrong PIN is tried once.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well, or there are warnings only",
            "1:a check failed",
            "2:wrong usage or configuration",
            "3:PIN refused (not tried again), or the token is locked",
            "4:HSM not reachable: module, token or device",
            "5:key or certificate wrong or not there",
            "6:refused by policy: others can read the PIN file"
        })
final class DoctorCommand implements Callable<Integer> {
    private final CliContext desk;

    @Mixin
    private HsmOptions options = new HsmOptions();

    @Option(
            names = "--key",
            paramLabel = "LABEL",
            description = "This key only. Without it: the keys that --config names, or all.")
    private List<String> labels = List.of();

    @Option(names = "--json", description = "Prints a JSON array instead of lines.")
    private boolean json;

    DoctorCommand(CliContext desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        HsmSettings settings = options.settings(desk);
        List<String> keys = labels.isEmpty() ? options.keyLabels() : labels;
        List<Finding> findings = new DoctorChecks(settings, options.pins(settings, desk), desk.clock()).of(keys);
        FindingPrinter printer = new FindingPrinter(desk.out(), desk.reader());
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
