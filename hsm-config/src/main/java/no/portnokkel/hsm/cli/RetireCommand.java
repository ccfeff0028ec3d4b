package no.portnokkel.hsm.cli;

import jakarta.json.Json;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import no.portnokkel.hsm.LastSignatures;
import no.portnokkel.hsm.ceremony.CeremonyLock;
import no.portnokkel.hsm.ceremony.CeremonyTools;
import no.portnokkel.hsm.ceremony.Retirement;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.cli.terminal.ExitCode;
import no.portnokkel.hsm.cli.terminal.FailureReporter;
import no.portnokkel.hsm.keys.KeyLifecycle;
import no.portnokkel.hsm.keys.ManagedKey;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.WritableToken;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.problem.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code retire}: removes a key and its certificate, after evidence of what was there. */
@Command(name = "retire", mixinStandardHelpOptions = true)
final class RetireCommand implements Callable<Integer> {
    private final CliContext context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private HsmOptions options = new HsmOptions();

    @Option(names = "--key", paramLabel = "LABEL", required = true)
    private String label = "";

    @Option(names = "--evidence", paramLabel = "DIR", required = true)
    private Path evidence = Path.of("");

    @Option(names = "--yes")
    private boolean yes;

    @Option(names = "--json")
    private boolean json;

    RetireCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        HsmSettings settings = options.settings();
        if (options.service().isEmpty()) { // nothing else says which keys are in use
            throw FailureReporter.WrongUsage.ofArguments(
                    spec.commandLine(), Text.message("command-line.missing", Map.of("options", "--config FILE")));
        }
        return CeremonyLock.during(settings.dataDir(), () -> run(settings));
    }

    private int run(HsmSettings settings) {
        SecureRandom random = new SecureRandom();
        try (Connector connector = options.connector(settings, context);
                WritableToken token = connector.open()) {
            Retirement retirement = new Retirement(
                    token,
                    new KeyLifecycle(token, random, context.clock()),
                    CeremonyTools.of("retire", PortnokkelHsm.version(), settings.library()),
                    options.auditKey(),
                    new LastSignatures(settings.dataDir(), InstantSource.system()),
                    context.clock());
            ManagedKey key = retirement.find(label, options.allKeyLabels());
            if (!json) {
                new KeyPrinter(context).section(key);
            }
            if (!yes) {
                throw Retirement.notConfirmed();
            }
            retirement.remove(key, evidence);
            print(key);
        }
        return ExitCode.DONE.number();
    }

    private void print(ManagedKey key) {
        if (json) {
            context.json(Json.createObjectBuilder()
                    .add("state", "removed")
                    .add("label", key.label())
                    .add("evidence", evidence.toString())
                    .build());
            return;
        }
        context.out()
                .println(Text.message("retirement.done", Map.of("label", key.label(), "folder", evidence))
                        .in(context.locale()));
        context.out().flush();
    }
}
