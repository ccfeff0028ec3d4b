package no.portnokkel.hsm.cli;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.cli.terminal.ExitCode;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.problem.Owner;
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
        HsmSettings settings = options.settings();
        List<String> keys = labels.isEmpty() ? configured() : labels;
        List<Finding> findings =
                new DoctorChecks(settings, options.pins(settings, context), options, context.clock()).run(keys);
        if (json) {
            JsonArrayBuilder array = Json.createArrayBuilder();
            findings.forEach(finding -> array.add(json(finding)));
            context.json(array.build());
        } else {
            findings.forEach(this::printLine);
            context.out().flush();
        }
        return findings.stream()
                .filter(finding -> finding.result() == Finding.Result.FAILED)
                .map(Finding::exitCode)
                .findFirst()
                .orElse(ExitCode.DONE)
                .number();
    }

    private List<String> configured() {
        return Stream.concat(options.keyLabels().stream(), options.auditKey().stream())
                .distinct()
                .toList();
    }

    /** Prints severity, check, message and remedy. */
    private void printLine(Finding finding) {
        Locale locale = context.locale();
        String remedy = finding.remedy().map(text -> " " + text.in(locale)).orElse("");
        context.out()
                .printf(
                        "%-7s %s: %s%s%n",
                        finding.result(),
                        finding.check().title().in(locale),
                        finding.message().in(locale),
                        remedy);
    }

    private static JsonObjectBuilder json(Finding finding) {
        JsonObjectBuilder object = Json.createObjectBuilder()
                .add("check", finding.check().word())
                .add("result", finding.result().name().toLowerCase(Locale.ROOT))
                .add("finding", CliContext.json(finding.message()));
        finding.remedy().ifPresent(remedy -> object.add("remedy", CliContext.json(remedy)));
        finding.owner().map(Owner::word).ifPresent(owner -> object.add("owner", owner));
        return object;
    }
}
