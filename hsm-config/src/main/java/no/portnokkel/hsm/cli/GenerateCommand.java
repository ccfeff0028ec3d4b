package no.portnokkel.hsm.cli;

import java.security.SecureRandom;
import java.util.concurrent.Callable;
import no.portnokkel.hsm.HsmSettings;
import no.portnokkel.hsm.cli.findings.ExitCode;
import no.portnokkel.hsm.keys.KeyLifecycle;
import no.portnokkel.hsm.keys.KeySpec;
import no.portnokkel.hsm.keys.ManagedKey;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.WritableToken;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code generate}: a key is born in the HSM. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = "Makes an RSA key in the token, reads back how it is kept, and prints that. A self-signed"
                + " placeholder lies beside it until its certificate is imported.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:made, and the token says that it cannot leave",
            "1:no PIN was given, or the data directory cannot be used",
            "2:wrong usage or configuration",
            "3:PIN refused (not tried again), or the token is locked",
            "4:HSM not reachable: module, token or device",
            "5:the token did not make the key",
            "6:refused by policy: label in use, type or size not allowed, or the key could leave (deleted again)"
        })
final class GenerateCommand implements Callable<Integer> {
    private final CliContext desk;

    @Mixin
    private HsmOptions options = new HsmOptions();

    @Option(names = "--key", paramLabel = "LABEL", required = true, description = "The new key's label.")
    private String label = "";

    @Option(
            names = "--size",
            paramLabel = "BITS",
            defaultValue = "3072",
            description = "2048, 3072 or 4096 (default: ${DEFAULT-VALUE}).")
    private int bits;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "RSA",
            description = "${DEFAULT-VALUE}: Maskinporten accepts no other.")
    private String type = "";

    @Option(names = "--json", description = "Prints a JSON object instead of a card.")
    private boolean json;

    GenerateCommand(CliContext desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        KeySpec plan = KeySpec.of(label, type, bits);
        HsmSettings settings = options.settings(desk);
        SecureRandom random = new SecureRandom();
        try (Connector connector =
                        Connector.forNewKey(settings, label, options.pins(settings, desk), random, System::nanoTime);
                WritableToken token = connector.open()) {
            ManagedKey made = new KeyLifecycle(token, random, desk.clock()).generate(plan);
            KeyPrinter printer = new KeyPrinter(desk);
            if (json) {
                printer.json(made);
            } else {
                printer.card(made);
            }
        }
        return ExitCode.DONE.number();
    }
}
