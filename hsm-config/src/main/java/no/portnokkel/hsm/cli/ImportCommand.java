package no.portnokkel.hsm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import no.portnokkel.hsm.keys.CertificateChain;
import no.portnokkel.hsm.keys.Csr;
import no.portnokkel.hsm.keys.KeyLifecycle;
import no.portnokkel.hsm.keys.ManagedKey;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.WritableToken;
import no.portnokkel.hsm.settings.HsmSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code import}: stores the issued certificate for its key. */
@Command(name = "import", mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    private final CliContext context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private HsmOptions options = new HsmOptions();

    @Option(names = "--key", paramLabel = "LABEL", required = true)
    private String label = "";

    @Option(names = "--chain", paramLabel = "FILE", required = true)
    private Path chain = Path.of("");

    @Option(names = "--organisation", paramLabel = "NUMBER")
    private @Nullable String organisation;

    @Option(names = "--yes")
    private boolean yes;

    @Option(names = "--json")
    private boolean json;

    ImportCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Optional<String> wanted = Optional.ofNullable(organisation);
        wanted.ifPresent(Csr.Subject::requireNumber);
        CertificateChain issued = CertificateChain.read(bytes(), chain.toString());
        HsmSettings settings = options.settings(context);
        KeyLifecycle.Replaceable replaceable =
                yes ? KeyLifecycle.Replaceable.ANY_CERTIFICATE : KeyLifecycle.Replaceable.PLACEHOLDER;
        try (Connector connector = options.connector(settings, context);
                WritableToken token = connector.open()) {
            ManagedKey certified = new KeyLifecycle(token, new SecureRandom(), context.clock())
                    .importChain(label, issued, wanted, replaceable);
            KeyPrinter printer = new KeyPrinter(context);
            if (json) {
                printer.json(certified);
            } else {
                printer.section(certified);
            }
        }
        return ExitCode.DONE.number();
    }

    private byte[] bytes() {
        try {
            return Files.readAllBytes(chain);
        } catch (IOException unreadable) {
            throw new ParameterException(
                    spec.commandLine(), context.unreadableFile("--chain", chain, unreadable), unreadable);
        }
    }
}
