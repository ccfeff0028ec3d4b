package no.portnokkel.hsm.cli;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import no.portnokkel.hsm.RequestedKeys;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.cli.terminal.ExitCode;
import no.portnokkel.hsm.cli.terminal.FailureReporter;
import no.portnokkel.hsm.keys.Csr;
import no.portnokkel.hsm.keys.KeyLifecycle;
import no.portnokkel.hsm.keys.KeyRejectedException;
import no.portnokkel.hsm.keys.PolicyRejection;
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

/** {@code csr}: creates a certificate request for the issuer. */
@Command(name = "csr", mixinStandardHelpOptions = true)
final class CsrCommand implements Callable<Integer> {
    private final CliContext context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private HsmOptions options = new HsmOptions();

    @Option(names = "--key", paramLabel = "LABEL", required = true)
    private String label = "";

    @Option(names = "--organisation", paramLabel = "NUMBER", required = true)
    private String number = "";

    @Option(names = "--name", paramLabel = "NAME", required = true)
    private String name = "";

    @Option(names = "--unit", paramLabel = "NAME")
    private @Nullable String unit;

    @Option(names = "--out", paramLabel = "FILE")
    private @Nullable Path out;

    @Option(names = "--json")
    private boolean json;

    CsrCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Csr.Subject subject = new Csr.Subject(number, name, Optional.ofNullable(unit));
        HsmSettings settings = options.settings();
        try (Connector connector = options.connector(settings, context);
                WritableToken token = connector.open()) {
            Csr request = new KeyLifecycle(token, new SecureRandom(), context.clock()).createCsr(label, subject);
            new RequestedKeys(settings.dataDir())
                    .add(request.publicKey(), context.clock().instant());
            Optional<Path> file = Optional.ofNullable(out);
            file.ifPresent(path -> write(path, request));
            print(request, file);
        }
        return ExitCode.DONE.number();
    }

    private void write(Path file, Csr request) {
        try {
            Files.writeString(file, request.pem(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException there) {
            throw new KeyRejectedException(new PolicyRejection.FileExists(file.toString()));
        } catch (IOException unwritable) {
            throw FailureReporter.WrongUsage.ofInput(
                    spec.commandLine(), CliContext.unwritableFile("--out", file, unwritable));
        }
    }

    private void print(Csr request, Optional<Path> file) {
        String publicKey = CliContext.sha256(request.publicKey().getEncoded());
        if (json) {
            JsonObjectBuilder object = Json.createObjectBuilder()
                    .add("label", label)
                    .add("subject", request.subject())
                    .add("publicKeySha256", publicKey)
                    .add("pem", request.pem());
            file.ifPresent(path -> object.add("file", path.toString()));
            context.json(object.build());
        } else if (file.isPresent()) {
            Map<Text, String> rows = new LinkedHashMap<>();
            rows.put(Text.message("csr.subject"), request.subject());
            rows.put(Text.message("key-list.public-key"), publicKey);
            context.section(file.get().toString(), rows);
        } else {
            context.out().print(request.pem());
            context.out().flush();
            context.err().println(Text.message("key-list.public-key").in(context.locale()) + "  " + publicKey);
            context.err().flush();
        }
    }
}
