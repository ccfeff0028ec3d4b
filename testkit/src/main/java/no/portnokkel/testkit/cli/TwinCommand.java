package no.portnokkel.testkit.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.TwinBuilder;
import no.portnokkel.testkit.ca.CertificateClass;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.registry.RegisteredClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Command that runs a twin as a process, until it is killed. */
@Command(
        name = "portnokkel-twin",
        mixinStandardHelpOptions = true,
        versionProvider = TwinCommand.Version.class,
        sortOptions = false,
        description =
                "Runs a test double of Maskinporten on loopback that enforces the rules of the real one, and an income API.",
        footer = {
            "",
            "Prints TWIN and its address when it is ready. POST grants to /token; GET /twin/grants lists them.",
            "PUT JSON to /twin/state to change what it knows, and to /twin/faults to make it fail.",
            "The income API: GET /inntekt/v1/{11 digits}/oppgave/inntekt with a token for skatteetaten:inntekt."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"1:the port, the directory or the file cannot be used", "2:wrong usage"})
public final class TwinCommand implements Callable<Integer> {

    private static final RegisteredClient DEMO_CLIENT = RegisteredClient.of(
            "demo-client", "310167398", "skatteetaten:inntekt", "skatteetaten:summertskattegrunnlag");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--port", paramLabel = "N", description = "Port on 127.0.0.1; 0 chooses a free port (default: 0).")
    private int port;

    @Option(
            names = "--authority",
            paramLabel = "DIR",
            description =
                    "Directory of the test authority, which other processes may share (default: a new one in memory).")
    private @Nullable Path authority;

    @Option(
            names = "--with-key",
            paramLabel = "DIR",
            description =
                    "Makes a key in a file, a test certificate and the lines of configuration in this directory, for"
                            + " development without an HSM (hsm.profile=software). What is there already is used again, with its"
                            + " port unless --port says otherwise.")
    private @Nullable Path withKey;

    @Option(
            names = "--client",
            paramLabel = "ID:ORGNO[:SCOPE,...]",
            converter = ClientConverter.class,
            description =
                    "Registers a client with its owner; repeatable. Default: demo-client of 310167398. Default scopes:"
                            + " skatteetaten:inntekt and skatteetaten:summertskattegrunnlag.")
    private List<RegisteredClient> clients = new ArrayList<>();

    @Option(
            names = "--delegation",
            paramLabel = "CONSUMER:SUPPLIER:SCOPE",
            description = "Registers an Altinn delegation: the supplier's clients may set consumer_org; repeatable.")
    private List<String> delegations = new ArrayList<>();

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description =
                    "Initial state as JSON: clients, scopes, access, delegations, consents, system users, revocations."
                            + " With it there is no default client; --client and --delegation add to it.")
    private @Nullable Path state;

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            description = "Class of accepted certificates: test or production (default: test).")
    private CertificateClass certificateClass = CertificateClass.TEST;

    @Option(
            names = "--issuer",
            paramLabel = "URI",
            description = "iss of tokens and required aud of grants, with a slash at its end (default: the twin's own"
                    + " address). A receiver that fetches the real issuer's keys rejects such tokens.")
    private @Nullable URI issuer;

    @Option(
            names = "--token-lifetime",
            paramLabel = "SECONDS",
            description = "Lifetime of access tokens (default: ${DEFAULT-VALUE}).",
            defaultValue = "120")
    private int tokenLifetime;

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new TwinCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65_535 || tokenLifetime < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--port is 0 to 65535, and --token-lifetime at least 1 second.");
        }
        Optional<DeveloperFolder> developer = developer();
        try (MaskinportenTwin twin = builder(developer).start()) {
            PrintWriter out = spec.commandLine().getOut();
            developer.ifPresent(folder -> folder.prepare(clientOfKey(), twin.authority(), twin.issuer(), out));
            out.println("TWIN " + twin.address());
            out.flush();
            new CountDownLatch(1).await(); // until the process is killed
            return 0;
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        } catch (IOException unreadable) {
            spec.commandLine().getErr().println("Cannot read the file of --state: " + unreadable);
            return 1;
        } catch (IllegalStateException | UncheckedIOException unusable) {
            spec.commandLine().getErr().println(unusable.getMessage());
            return 1;
        }
    }

    private Optional<DeveloperFolder> developer() {
        if (withKey != null && (issuer != null || certificateClass == CertificateClass.PRODUCTION)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--with-key is for the twin's own address and class test: omit --issuer and --class.");
        }
        return Optional.ofNullable(withKey).map(directory -> new DeveloperFolder(directory, Clock.systemUTC()));
    }

    private RegisteredClient clientOfKey() {
        return clients.isEmpty() ? DEMO_CLIENT : clients.get(0);
    }

    private TwinBuilder builder(Optional<DeveloperFolder> developer) throws IOException {
        developer.ifPresent(DeveloperFolder::create);
        Optional<Path> directory = Optional.ofNullable(authority).or(() -> developer.map(DeveloperFolder::authority));
        TwinBuilder builder = MaskinportenTwin.builder()
                .port(port == 0 ? developer.flatMap(DeveloperFolder::port).orElse(0) : port)
                .tokenLifetime(Duration.ofSeconds(tokenLifetime))
                .authority(directory
                        .map(stored -> TestAuthority.in(stored, certificateClass))
                        .orElseGet(() -> TestAuthority.create(certificateClass)));
        if (state != null) {
            builder.state(Files.readString(state));
        }
        if (issuer != null) {
            builder.issuer(issuer);
        }
        delegations.forEach(delegation -> delegate(builder, delegation));
        (clients.isEmpty() && state == null ? List.of(DEMO_CLIENT) : clients).forEach(builder::client);
        developer.ifPresent(folder -> builder.client(clientOfKey()));
        return builder;
    }

    private void delegate(TwinBuilder builder, String delegation) {
        if (!delegation.matches("[0-9]{9}:[0-9]{9}:.+")) {
            throw new ParameterException(spec.commandLine(), "'" + delegation + "' is not CONSUMER:SUPPLIER:SCOPE");
        }
        String[] parts = delegation.split(":", 3);
        builder.delegation(parts[0], parts[1], parts[2]);
    }

    /** Parses {@code ID:ORGNO[:SCOPE,SCOPE…]}. Scopes contain colons too, so only the first two colons are separators. */
    static final class ClientConverter implements ITypeConverter<RegisteredClient> {

        private static final String[] DEFAULT_SCOPES = {"skatteetaten:inntekt", "skatteetaten:summertskattegrunnlag"};

        @Override
        public RegisteredClient convert(String value) {
            String[] parts = value.split(":", 3);
            if (parts.length < 2) {
                throw new TypeConversionException("'" + value + "' is not ID:ORGNO[:SCOPE,SCOPE...]");
            }
            try {
                return RegisteredClient.of(
                        parts[0], parts[1], parts.length == 3 ? parts[2].split(",", -1) : DEFAULT_SCOPES);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException("'" + value + "': " + wrong.getMessage());
            }
        }
    }

    /** Returns the version from the manifest of the executable jar; there is none when run from class files. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String built = Version.class.getPackage().getImplementationVersion();
            return new String[] {
                "portnokkel testkit " + Optional.ofNullable(built).orElse("(not packaged)")
            };
        }
    }
}
