package no.portnokkel.hsm.cli;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.cli.terminal.ExitCode;
import no.portnokkel.hsm.keys.KeyLifecycle;
import no.portnokkel.hsm.keys.ManagedKey;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.WritableToken;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import no.portnokkel.hsm.register.Register;
import no.portnokkel.hsm.settings.HsmSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keys}: lists the keys of the token with the attributes that the token shows, and what each waits for. */
@Command(name = "keys", mixinStandardHelpOptions = true)
final class KeysCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private HsmOptions options = new HsmOptions();

    @Option(names = "--json")
    private boolean json;

    KeysCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        HsmSettings settings = options.settings();
        try (Connector connector = options.connector(settings, context);
                WritableToken token = connector.open()) {
            TokenObjects objects = new KeyLifecycle(token, new SecureRandom(), context.clock()).objects();
            print(
                    ManagedKey.in(objects),
                    RegisterCommand.register(objects, token.label(), List.of(), options, context));
        }
        return ExitCode.DONE.number();
    }

    private void print(List<ManagedKey> keys, Register register) {
        KeyPrinter printer = new KeyPrinter(context);
        if (json) {
            printer.json(keys, register);
        } else {
            keys.forEach(key -> printer.section(key, register));
        }
    }
}
