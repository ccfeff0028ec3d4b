package no.portnokkel.hsm.cli;

import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.Callable;
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
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code generate}: generates a key in the HSM. */
@Command(name = "generate", mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
    private static final String GRANTS = "grants";
    private static final String AUDIT = "audit";

    private final CliContext context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private HsmOptions options = new HsmOptions();

    @Option(names = "--key", paramLabel = "LABEL", required = true)
    private String label = "";

    @Option(names = "--size", paramLabel = "BITS", defaultValue = "3072")
    private int bits;

    @Option(names = "--type", paramLabel = "TYPE", defaultValue = "RSA")
    private String type = "";

    @Option(names = "--for", paramLabel = "PURPOSE", defaultValue = GRANTS)
    private String purpose = "";

    @Option(names = "--json")
    private boolean json;

    GenerateCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        KeyLifecycle.KeySpec wanted = wanted();
        HsmSettings settings = options.settings();
        options.warnOfUnknownKeys(context);
        SecureRandom random = new SecureRandom();
        try (Connector connector = Connector.forNewKey(
                        settings, label, options.pins(settings, context), random, System::nanoTime);
                WritableToken token = connector.open()) {
            ManagedKey generated = new KeyLifecycle(token, random, context.clock()).generate(wanted);
            KeyPrinter printer = new KeyPrinter(context);
            if (json) {
                printer.json(generated);
            } else {
                printer.section(generated);
                printer.pem(generated);
            }
        }
        return ExitCode.DONE.number();
    }

    private KeyLifecycle.KeySpec wanted() {
        if (purpose.equals(GRANTS)) {
            return KeyLifecycle.KeySpec.ofGrants(label, type, bits);
        }
        if (!purpose.equals(AUDIT)) {
            throw FailureReporter.WrongUsage.ofArguments(
                    spec.commandLine(), Text.message("command-line.wrong-value", Map.of("option", "--for PURPOSE")));
        }
        ParseResult given = spec.commandLine().getParseResult();
        if (given.hasMatchedOption("--size") || given.hasMatchedOption("--type")) {
            throw FailureReporter.WrongUsage.ofArguments(
                    spec.commandLine(), Text.message("command-line.audit-key-is-fixed"));
        }
        return KeyLifecycle.KeySpec.ofAudit(label);
    }
}
