package no.portnokkel.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import no.portnokkel.testkit.api.IncomeApi;
import no.portnokkel.testkit.api.TaxSummaryApi;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.http.LoopbackServer;
import no.portnokkel.testkit.registry.Registry;
import org.jspecify.annotations.Nullable;

/**
 * A Maskinporten on loopback that enforces the rules of the real one, and behind it a stand-in of Skatteetaten's income
 * API. It can also be told to fail in the ways that the real one fails. Safe for any number of threads.
 *
 * <pre>{@code
 * try (MaskinportenTwin twin = MaskinportenTwin.builder()
 *         .client(RegisteredClient.of("my-client", "310167398", "skatteetaten:inntekt"))
 *         .start()) {
 *     ...
 *     assertThat(twin.grantsReceived()).isEqualTo(1);
 * }
 * }</pre>
 */
public final class MaskinportenTwin implements AutoCloseable {

    private final TestAuthority authority;
    private final Registry registry;
    private final FaultPlan script = new FaultPlan();
    private final GrantLog log = new GrantLog();
    private final TwinClock clock;
    private final URI address;
    private final URI issuer;
    private final Router reception;
    private @Nullable LoopbackServer server;

    /** @throws IOException the port is taken */
    MaskinportenTwin(TwinBuilder plan) throws IOException {
        this.authority = plan.authority();
        this.registry = plan.registry();
        this.clock = new TwinClock(plan.clock(), script);
        LoopbackServer bound = LoopbackServer.bind(plan.port());
        this.address = URI.create("http://127.0.0.1:" + bound.port() + "/");
        this.issuer = plan.issuer().orElse(address);
        this.reception = new Router(address, issuer, plan, clock, script, log); // needs the port
        bound.serve(reception, clock);
        this.server = bound;
    }

    /** Returns a plan: any free port, an authority of its own, no clients, tokens that live 120 s. */
    public static TwinBuilder builder() {
        return new TwinBuilder();
    }

    /** With its slash: the {@code aud} of grants and the {@code iss} of tokens. The twin's address, unless planned. */
    public URI issuer() {
        return issuer;
    }

    /** Where the twin listens, with a slash. */
    public URI address() {
        return address;
    }

    /** Where grants are sent. */
    public URI tokenEndpoint() {
        return address.resolve("token");
    }

    /** Where the keys for the signatures of tokens are. */
    public URI jwksUri() {
        return address.resolve("jwk");
    }

    /** Where the income API begins, with a slash at the end; below it {@code {person}/oppgave/inntekt}. */
    public URI incomeApi() {
        return address.resolve(IncomeApi.BASE);
    }

    /** Where the twin's tax summary API begins, with a final slash. */
    public URI taxSummaryApi() {
        return address().resolve(TaxSummaryApi.BASE);
    }

    /** The authority whose certificates are accepted. */
    public TestAuthority authority() {
        return authority;
    }

    /** Clients, scopes, access, delegations, consents, system users, revocations; may be changed while the twin runs. */
    public Registry registry() {
        return registry;
    }

    /** How the twin shall misbehave. */
    public FaultPlan faults() {
        return script;
    }

    /** How many grants have come, good or not, since the start or {@link #forgetGrants}. */
    public long grantsReceived() {
        return log.received();
    }

    /** How many of them were good. */
    public long grantsAccepted() {
        return log.accepted();
    }

    /** The last thousand grants, the newest last. */
    public List<ReceivedGrant> grants() {
        return log.recent();
    }

    /** The newest grant. */
    public Optional<ReceivedGrant> lastGrant() {
        return log.last();
    }

    /** Counts from zero again. Grants that were used stay used. */
    public void forgetGrants() {
        log.forget();
    }

    /** How many requests to the income API had a good token. */
    public long incomesAnswered() {
        return reception.incomesAnswered();
    }

    /** Cuts all connections and leaves the port. Everything else is kept. Does nothing when it is stopped. */
    public synchronized void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /**
     * Listens again, on the same port. Does nothing when it runs.
     *
     * @throws UncheckedIOException somebody else has taken the port meanwhile
     */
    public synchronized void start() {
        if (server == null) {
            try {
                LoopbackServer bound = LoopbackServer.bindAgain(address.getPort());
                bound.serve(reception, clock);
                server = bound;
            } catch (IOException taken) {
                throw new UncheckedIOException("The twin's port " + address.getPort() + " is taken.", taken);
            }
        }
    }

    @Override
    public void close() {
        stop();
    }
}
