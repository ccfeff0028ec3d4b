package no.portnokkel.testkit.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The twin standing alone: runs until it is killed. */
@Command(
        name = "portnokkel-twin",
        mixinStandardHelpOptions = true,
        versionProvider = TestkitVersion.class,
        sortOptions = false,
        description =
                "A Maskinporten on loopback that enforces the rules of the real one, and an income API behind it.",
        footer = {
            "",
            "Prints TWIN and its address when it is ready. POST grants to /token; see what came at /twin/grants.",
            "PUT what it shall know to /twin/state and how it shall fail to /twin/faults, both JSON.",
            "The income API: GET /inntekt/v1/{11 digits}/oppgave/inntekt with a token for skatteetaten:inntekt."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"1:the port, the directory or the file cannot be used", "2:wrong usage"})
public final class TwinCommand implements Callable<Integer> {

    private static final RegisteredClient DEMO_CLIENT = RegisteredClient.of(
            "demo-client", "310167398", "skatteetaten:inntekt", "skatteetaten:summertskattegrunnlag");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--port", paramLabel = "N", description = "Port on 127.0.0.1; 0 is any free one (default: 0).")
    private int port;

    @Option(
            names = "--authority",
            paramLabel = "DIR",
            description = "Keeps the test authority there and shares it with others (default: a new one in memory).")
    private @Nullable Path authority;

    @Option(
            names = "--client",
            paramLabel = "ID:ORGNO[:SCOPE,...]",
            converter = ClientOption.class,
            description =
                    "A client and its owner; repeatable. Default: demo-client of 310167398, with the scopes"
                            + " skatteetaten:inntekt and skatteetaten:summertskattegrunnlag, which are also the default scopes.")
    private List<RegisteredClient> clients = new ArrayList<>();

    @Option(
            names = "--delegation",
            paramLabel = "CONSUMER:SUPPLIER:SCOPE",
            description = "An Altinn delegation: the supplier's clients may set consumer_org; repeatable.")
    private List<String> delegations = new ArrayList<>();

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "What the twin knows, as JSON: clients, scopes, access, delegations, consents, system users,"
                    + " revocations. Then there is no default client; --client and --delegation add to it.")
    private @Nullable Path state;

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            description = "Certificates that are accepted: test or production (default: test).")
    private CertificateClass certificateClass = CertificateClass.TEST;

    @Option(
            names = "--issuer",
            paramLabel = "URI",
            description = "Signs as this issuer, with its slash, and wants it as aud (default: the twin's own address)."
                    + " Nobody who fetches the real issuer's keys takes such tokens.")
    private @Nullable URI issuer;

    @Option(
            names = "--token-lifetime",
            paramLabel = "SECONDS",
            description = "How long access tokens live (default: ${DEFAULT-VALUE}).",
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
        try (MaskinportenTwin twin = plan().start()) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("TWIN " + twin.address());
            out.flush();
            new CountDownLatch(1).await(); // until the process is killed
            return 0;
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        } catch (IOException unreadable) {
            spec.commandLine().getErr().println("The file of the state cannot be read: " + unreadable);
            return 1;
        } catch (UncheckedIOException unusable) {
            spec.commandLine().getErr().println(unusable.getMessage());
            return 1;
        }
    }

    private TwinBuilder plan() throws IOException {
        TwinBuilder plan = MaskinportenTwin.builder()
                .port(port)
                .tokenLifetime(Duration.ofSeconds(tokenLifetime))
                .authority(
                        authority == null
                                ? TestAuthority.create(certificateClass)
                                : TestAuthority.in(authority, certificateClass));
        if (state != null) {
            plan.state(Files.readString(state));
        }
        if (issuer != null) {
            plan.issuer(issuer);
        }
        delegations.forEach(delegation -> delegate(plan, delegation));
        (clients.isEmpty() && state == null ? List.of(DEMO_CLIENT) : clients).forEach(plan::client);
        return plan;
    }

    private void delegate(TwinBuilder plan, String delegation) {
        if (!delegation.matches("[0-9]{9}:[0-9]{9}:.+")) {
            throw new ParameterException(spec.commandLine(), "'" + delegation + "' is not CONSUMER:SUPPLIER:SCOPE");
        }
        String[] parts = delegation.split(":", 3);
        plan.delegation(parts[0], parts[1], parts[2]);
    }
}
