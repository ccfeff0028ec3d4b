package no.portnokkel.testkit.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.Pem;
import no.portnokkel.testkit.ca.SigningRequest;
import no.portnokkel.testkit.ca.TestAuthority;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Command that certifies a CSR, in place of an issuer of organisation certificates. */
@Command(
        name = "certify-csr",
        mixinStandardHelpOptions = true,
        versionProvider = TwinCommand.Version.class,
        sortOptions = false,
        description =
                "Issues an electronic seal for a PKCS #10 request, for the organisation in its subject. The request must"
                        + " be signed by its own key. Writes the seal and the issuing certificate, in this order.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"1:a directory or file cannot be used", "2:wrong usage, or an invalid request"})
final class CertifyCsr implements Callable<Integer> {

    private final Clock clock;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--authority",
            paramLabel = "DIR",
            required = true,
            description = "Directory of the twin's authority.")
    private Path authority = Path.of("");

    @Option(names = "--csr", paramLabel = "FILE", required = true, description = "The request, in PEM.")
    private Path csr = Path.of("");

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Output: the chain, in PEM.")
    private Path out = Path.of("");

    @Option(
            names = "--organisation",
            paramLabel = "ORGNO",
            description = "Organisation number (nine digits); replaces the one in the request.")
    private @Nullable String organisation;

    CertifyCsr(Clock clock) {
        this.clock = clock;
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CertifyCsr(Clock.systemUTC())).execute(arguments));
    }

    @Override
    public Integer call() {
        try {
            SigningRequest request = SigningRequest.read(Files.readString(csr));
            String number = Optional.ofNullable(organisation)
                    .or(request::organisationNumber)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "The request names no organisation number; give --organisation."));
            List<X509Certificate> chain = TestAuthority.in(authority)
                    .certify(request.key(), OrganisationCertificate.seal(number, request.name(), clock));
            Files.writeString(out, Pem.of(chain));
            spec.commandLine().getOut().println("certificate  of " + number + " in " + out);
            return 0;
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        } catch (IOException unusable) {
            spec.commandLine().getErr().println("Cannot read or write a file: " + unusable);
            return 1;
        } catch (IllegalStateException | UncheckedIOException unusable) {
            spec.commandLine().getErr().println(unusable.getMessage());
            return 1;
        }
    }
}
