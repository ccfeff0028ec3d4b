package no.portnokkel.testkit.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Command that creates the demo's SoftHSM2 token with a PIN file, a signing key and a seal, unless they exist. */
@Command(
        name = "demo-token",
        mixinStandardHelpOptions = true,
        versionProvider = TwinCommand.Version.class,
        sortOptions = false,
        description =
                "Opens or creates a SoftHSM2 token with a signing key and a test certificate. SOFTHSM2_CONF names its"
                        + " configuration file, which is written when missing. Prints one line for each result.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"1:SoftHSM2 or a directory cannot be used", "2:wrong usage"})
final class DemoToken implements Callable<Integer> {

    private final Clock clock;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            required = true,
            description = "Directory for the PIN file and the module.")
    private Path directory = Path.of("");

    @Option(
            names = "--authority",
            paramLabel = "DIR",
            required = true,
            description = "Directory of the twin's authority.")
    private Path authority = Path.of("");

    @Option(
            names = "--label",
            paramLabel = "LABEL",
            defaultValue = "portnokkel-demo",
            description = "Label of the HSM token.")
    private String label = "";

    @Option(names = "--key", paramLabel = "LABEL", defaultValue = "seal", description = "Label of the key.")
    private String key = "";

    @Option(
            names = "--organisation",
            paramLabel = "ORGNO",
            defaultValue = "310167398",
            description = "Organisation number: nine digits.")
    private String organisation = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "Demobanken AS",
            description = "Name of the organisation.")
    private String name = "";

    @Option(names = "--no-key", description = "Creates the token and the PIN file only.")
    private boolean withoutKey;

    DemoToken(Clock clock) {
        this.clock = clock;
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DemoToken(Clock.systemUTC())).execute(arguments));
    }

    @Override
    public Integer call() {
        try {
            prepare();
            return 0;
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage());
        } catch (IllegalStateException | UncheckedIOException unusable) {
            spec.commandLine().getErr().println(unusable.getMessage());
            return 1;
        }
    }

    private void prepare() {
        TestAuthority issuer = TestAuthority.in(authority);
        SoftHsmToken token = SoftHsmToken.openOrCreate(directory, label, newPin());
        PrintWriter out = spec.commandLine().getOut();
        out.println("token        " + token.label() + " in slot " + token.slot());
        out.println("module       " + token.library());
        out.println("pin file     " + token.pinFile());
        if (!withoutKey) {
            createKey(token, issuer, out);
        }
        out.println("authorities  " + authority.toAbsolutePath().resolve("authorities.pem"));
        out.flush();
    }

    private void createKey(SoftHsmToken token, TestAuthority issuer, PrintWriter out) {
        boolean reused = isUsable(token.certificates(key), issuer);
        if (!reused) {
            token.generateKey(
                    key,
                    publicKey -> issuer.certify(publicKey, OrganisationCertificate.seal(organisation, name, clock)));
        }
        X509Certificate seal = token.certificates(key).get(0);
        out.println("key          " + key + (reused ? " (existing)" : " (new)"));
        out.println("certificate  of " + organisation + " until "
                + seal.getNotAfter().toInstant());
    }

    private boolean isUsable(List<X509Certificate> chain, TestAuthority issuer) {
        if (chain.isEmpty() || !OrganisationCertificate.ownerOf(chain.get(0)).equals(Optional.of(organisation))) {
            return false;
        }
        try {
            issuer.verify(chain, clock.instant());
            return true;
        } catch (CertPathValidatorException outdated) {
            return false;
        }
    }

    private static String newPin() {
        return Integer.toString(10_000_000 + new SecureRandom().nextInt(90_000_000));
    }
}
