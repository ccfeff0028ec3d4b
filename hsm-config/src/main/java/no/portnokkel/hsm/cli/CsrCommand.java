package no.portnokkel.hsm.cli;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import no.portnokkel.hsm.HsmSettings;
import no.portnokkel.hsm.cli.findings.ExitCode;
import no.portnokkel.hsm.keys.Csr;
import no.portnokkel.hsm.keys.CsrSubject;
import no.portnokkel.hsm.keys.KeyLifecycle;
import no.portnokkel.hsm.keys.KeyRejectedException;
import no.portnokkel.hsm.keys.PolicyRejection;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.WritableToken;
import no.portnokkel.problem.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code csr}: what the issuer of organisation certificates wants to see. */
@Command(
        name = "csr",
        mixinStandardHelpOptions = true,
        description =
                "Makes a certificate request (PKCS #10) that the key signs in the HSM, with the subject of SEID 2.0."
                        + " Its signature is verified before it is given out. Changes nothing in the token.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:made and verified",
            "1:no PIN was given, or the data directory cannot be used",
            "2:wrong usage or configuration, such as a wrong check digit",
            "3:PIN refused (not tried again), or the token is locked",
            "4:HSM not reachable: module, token or device",
            "5:key not there, or not an RSA key that may sign",
            "6:refused by policy: the key could leave the HSM, or the file exists"
        })
final class CsrCommand implements Callable<Integer> {
    private final CliContext desk;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private HsmOptions options = new HsmOptions();

    @Option(names = "--key", paramLabel = "LABEL", required = true, description = "The key that signs.")
    private String label = "";

    @Option(
            names = "--organisation",
            paramLabel = "NUMBER",
            required = true,
            description = "Nine digits, as in Enhetsregisteret.")
    private String number = "";

    @Option(names = "--name", paramLabel = "NAME", required = true, description = "As in Enhetsregisteret.")
    private String name = "";

    @Option(names = "--unit", paramLabel = "NAME", description = "A department or system.")
    private @Nullable String unit;

    @Option(names = "--out", paramLabel = "FILE", description = "A new file. Without it: standard output.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Prints a JSON object.")
    private boolean json;

    CsrCommand(CliContext desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        CsrSubject organisation = new CsrSubject(number, name, Optional.ofNullable(unit));
        HsmSettings settings = options.settings(desk);
        try (Connector connector = options.connector(settings, desk);
                WritableToken token = connector.open()) {
            Csr request = new KeyLifecycle(token, new SecureRandom(), desk.clock()).request(label, organisation);
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
            throw new ParameterException(
                    spec.commandLine(), "--out " + file + " cannot be written: " + unwritable.getMessage(), unwritable);
        }
    }

    private void print(Csr request, Optional<Path> file) {
        if (json) {
            JsonObjectBuilder object = Json.createObjectBuilder()
                    .add("label", label)
                    .add("subject", request.subject())
                    .add("pem", request.pem());
            file.ifPresent(path -> object.add("file", path.toString()));
            desk.json(object.build());
        } else if (file.isPresent()) {
            desk.card(file.get().toString(), Map.of(Text.message("csr-command.object"), request.subject()));
        } else {
            desk.out().print(request.pem());
            desk.out().flush();
        }
    }
}
