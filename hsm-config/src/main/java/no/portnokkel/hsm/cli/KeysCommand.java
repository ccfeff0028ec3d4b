package no.portnokkel.hsm.cli;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import no.portnokkel.hsm.HsmSettings;
import no.portnokkel.hsm.cli.findings.ExitCode;
import no.portnokkel.hsm.keys.KeyLifecycle;
import no.portnokkel.hsm.keys.ManagedKey;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.WritableToken;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keys}: what the token holds, as the token itself says it. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Lists the private keys of the token, how each is kept, and its certificate. Changes nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:listed",
            "1:no PIN was given, or the data directory cannot be used",
            "2:wrong usage or configuration",
            "3:PIN refused (not tried again), or the token is locked",
            "4:HSM not reachable: module, token or device",
            "6:refused by policy: others can read the PIN file"
        })
final class KeysCommand implements Callable<Integer> {
    private final CliContext desk;

    @Mixin
    private HsmOptions options = new HsmOptions();

    @Option(names = "--json", description = "Prints a JSON array instead of cards.")
    private boolean json;

    KeysCommand(CliContext desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        HsmSettings settings = options.settings(desk);
        try (Connector connector = options.connector(settings, desk);
                WritableToken token = connector.open()) {
            print(new KeyLifecycle(token, new SecureRandom(), desk.clock()).keys());
        }
        return ExitCode.DONE.number();
    }

    private void print(List<ManagedKey> entries) {
        KeyPrinter printer = new KeyPrinter(desk);
        if (json) {
            printer.json(entries);
        } else {
            entries.forEach(printer::card);
        }
    }
}
