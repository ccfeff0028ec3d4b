package no.portnokkel.hsm.cli;

import java.security.SecureRandom;
import java.util.concurrent.Callable;
import no.portnokkel.hsm.keys.KeyLifecycle;
import no.portnokkel.hsm.keys.ManagedKey;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.WritableToken;
import no.portnokkel.hsm.settings.HsmSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code generate}: generates a key in the HSM. */
@Command(name = "generate", mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private HsmOptions options = new HsmOptions();

    @Option(names = "--key", paramLabel = "LABEL", required = true)
    private String label = "";

    @Option(names = "--size", paramLabel = "BITS", defaultValue = "3072")
    private int bits;

    @Option(names = "--type", paramLabel = "TYPE", defaultValue = "RSA")
    private String type = "";

    @Option(names = "--json")
    private boolean json;

    GenerateCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        KeyLifecycle.KeySpec spec = KeyLifecycle.KeySpec.of(label, type, bits);
        HsmSettings settings = options.settings();
        options.warnOfUnknownKeys(context);
        SecureRandom random = new SecureRandom();
        try (Connector connector = Connector.forNewKey(
                        settings, label, options.pins(settings, context), random, System::nanoTime);
                WritableToken token = connector.open()) {
            ManagedKey generated = new KeyLifecycle(token, random, context.clock()).generate(spec);
            KeyPrinter printer = new KeyPrinter(context);
            if (json) {
                printer.json(generated);
            } else {
                printer.section(generated);
            }
        }
        return ExitCode.DONE.number();
    }
}
