package no.portnokkel.hsm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.cli.terminal.ExitCode;
import no.portnokkel.hsm.cli.terminal.FailureReporter;
import no.portnokkel.hsm.keys.Csr;
import no.portnokkel.hsm.keys.IssuedCertificates;
import no.portnokkel.hsm.keys.KeyLifecycle;
import no.portnokkel.hsm.keys.ManagedKey;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.WritableToken;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.problem.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
    private List<Path> chain = List.of();

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
        Optional<String> wanted = Optional.ofNullable(organisation).map(Csr.Subject::organisationNumber);
        IssuedCertificates issued = IssuedCertificates.read(files());
        HsmSettings settings = options.settings();
        KeyLifecycle.Replaceable replaceable =
                yes ? KeyLifecycle.Replaceable.ANY_CERTIFICATE : KeyLifecycle.Replaceable.PLACEHOLDER;
        try (Connector connector = options.connector(settings, context);
                WritableToken token = connector.open()) {
            ManagedKey certified = new KeyLifecycle(token, new SecureRandom(), context.clock())
                    .importChain(
                            label,
                            issued,
                            new KeyLifecycle.Requirements(wanted, options::rules, Optional.empty()),
                            replaceable);
            warn(certified);
            KeyPrinter printer = new KeyPrinter(context);
            if (json) {
                printer.json(certified);
            } else {
                printer.section(certified);
                context.out().println(Text.message("import.seen").in(context.locale()));
                context.out().flush();
            }
        }
        return ExitCode.DONE.number();
    }

    private void warn(ManagedKey certified) {
        certified
                .certificate()
                .ifPresent(leaf -> options.rules(certified.label())
                        .forEach(rules ->
                                rules.warning(List.of(leaf), certified.label()).ifPresent(context::printWarning)));
    }

    private Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Path file : chain) {
            try {
                files.put(file.toString(), Files.readAllBytes(file));
            } catch (IOException unreadable) {
                throw FailureReporter.WrongUsage.ofInput(
                        spec.commandLine(), CliContext.unreadableFile("--chain", file, unreadable));
            }
        }
        return files;
    }
}
