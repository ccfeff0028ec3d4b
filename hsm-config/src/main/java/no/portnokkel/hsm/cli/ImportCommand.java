package no.portnokkel.hsm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import no.portnokkel.hsm.HsmSettings;
import no.portnokkel.hsm.cli.findings.ExitCode;
import no.portnokkel.hsm.keys.CertificateChain;
import no.portnokkel.hsm.keys.CsrSubject;
import no.portnokkel.hsm.keys.KeyLifecycle;
import no.portnokkel.hsm.keys.ManagedKey;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.WritableToken;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code import}: the issued certificate goes beside its key. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Puts an issued certificate and those above it beside the key, in the place of the placeholder;"
                + " reads it back, and checks a probe signature with it. What does not fit is refused, and the token"
                + " stays as it was.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stored, read back, and the key signs for it",
            "1:no PIN was given, or the data directory cannot be used",
            "2:wrong usage or configuration",
            "3:PIN refused (not tried again), or the token is locked",
            "4:HSM not reachable: module, token or device",
            "5:key not there, or the chain is wrong: order, key, validity, usage or organisation",
            "6:refused by policy: the key could leave the HSM, or has an issued certificate (--yes replaces it)"
        })
final class ImportCommand implements Callable<Integer> {
    private final CliContext desk;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private HsmOptions options = new HsmOptions();

    @Option(names = "--key", paramLabel = "LABEL", required = true, description = "The key that it was issued for.")
    private String label = "";

    @Option(
            names = "--chain",
            paramLabel = "FILE",
            required = true,
            description = "PEM: the key's certificate first, then the one that issued it, and so on.")
    private Path chain = Path.of("");

    @Option(names = "--organisation", paramLabel = "NUMBER", description = "Whose it must be. Without it: anybody's.")
    private @Nullable String organisation;

    @Option(names = "--yes", description = "Replaces a certificate that an issuer has made, too.")
    private boolean yes;

    @Option(names = "--json", description = "Prints a JSON object instead of a card.")
    private boolean json;

    ImportCommand(CliContext desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        Optional<String> wanted = Optional.ofNullable(organisation);
        wanted.ifPresent(CsrSubject::requireNumber);
        CertificateChain issued = CertificateChain.read(bytes(), chain.toString());
        HsmSettings settings = options.settings(desk);
        KeyLifecycle.Replacing replacing =
                yes ? KeyLifecycle.Replacing.ANY_CERTIFICATE : KeyLifecycle.Replacing.PLACEHOLDER;
        try (Connector connector = options.connector(settings, desk);
                WritableToken token = connector.open()) {
            ManagedKey certified = new KeyLifecycle(token, new SecureRandom(), desk.clock())
                    .importChain(label, issued, wanted, replacing);
            KeyPrinter printer = new KeyPrinter(desk);
            if (json) {
                printer.json(certified);
            } else {
                printer.card(certified);
            }
        }
        return ExitCode.DONE.number();
    }

    private byte[] bytes() {
        try {
            return Files.readAllBytes(chain);
        } catch (IOException unreadable) {
            throw new ParameterException(
                    spec.commandLine(), "--chain " + chain + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
