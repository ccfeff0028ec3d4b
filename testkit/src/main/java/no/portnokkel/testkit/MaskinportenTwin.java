package no.portnokkel.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.http.LoopbackServer;
import no.portnokkel.testkit.registry.Registry;
import no.portnokkel.testkit.token.WrongToken;
import org.jspecify.annotations.Nullable;

/**
 * A test double of Maskinporten on loopback. It enforces the rules of the real Maskinporten, and can be told to fail in the
 * ways the real one fails. It also serves a test double of two Skatteetaten APIs. Safe for any number of threads.
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
    private final FaultPlan faults = new FaultPlan();
    private final GrantLog log = new GrantLog();
    private final Clock clock;
    private final URI address;
    private final URI issuer;
    private final Router router;
    private @Nullable LoopbackServer server;

    /** @throws IOException the port is in use */
    MaskinportenTwin(TwinBuilder builder) throws IOException {
        this.authority = builder.authority();
        this.registry = builder.registry();
        this.clock = new TwinClock(builder.clock(), faults);
        LoopbackServer listener = LoopbackServer.bind(builder.port());
        this.address = URI.create("http://127.0.0.1:" + listener.port() + "/");
        this.issuer = builder.issuer().orElse(address);
        this.router = new Router(address, issuer, builder, clock, faults, log); // needs the port number
        listener.serve(router, clock);
        this.server = listener;
    }

    /** Returns a builder with defaults: any free port, a new authority, no clients, a token lifetime of 120 s. */
    public static TwinBuilder builder() {
        return new TwinBuilder();
    }

    /** Returns the {@code aud} of grants and {@code iss} of tokens, with a slash at the end. By default the twin's address. */
    public URI issuer() {
        return issuer;
    }

    /** Returns the address that the twin listens on, with a slash at the end. */
    public URI address() {
        return address;
    }

    /** Returns the address that grants are sent to. */
    public URI tokenEndpoint() {
        return address.resolve("token");
    }

    /** Returns the address of the public keys that verify the tokens' signatures. */
    public URI jwksUri() {
        return address.resolve("jwk");
    }

    /** Returns the base address of the income API, with a slash at the end; below it {@code {person}/oppgave/inntekt}. */
    public URI incomeApi() {
        return address.resolve(IncomeApi.BASE);
    }

    /** Returns the base address of the tax summary API, with a slash at the end. */
    public URI taxSummaryApi() {
        return address().resolve(TaxSummaryApi.BASE);
    }

    /** Returns the authority whose certificates the twin accepts. */
    public TestAuthority authority() {
        return authority;
    }

    /** Returns the registry of clients, scopes and consents; it may be changed while the twin runs. */
    public Registry registry() {
        return registry;
    }

    /** Returns the plan of the twin's faults; initially empty. */
    public FaultPlan faults() {
        return faults;
    }

    /** Returns the number of grants received, valid or not, since the start or {@link #forgetGrants}. */
    public long grantsReceived() {
        return log.received();
    }

    /** Returns how many of them were valid. */
    public long grantsAccepted() {
        return log.accepted();
    }

    /** Returns the last 1,000 grants, the newest last. */
    public List<ReceivedGrant> grants() {
        return log.recent();
    }

    /** Returns the newest grant; empty when none has been received. */
    public Optional<ReceivedGrant> lastGrant() {
        return log.last();
    }

    /** Resets the counts and the list of grants. A {@code jti} that was used stays used. */
    public void forgetGrants() {
        log.clear();
    }

    /**
     * Returns a token as an API of a bank receives it, signed with the twin's key. No grant is needed or counted.
     *
     * @param consumer organisation number of who calls
     * @param scope one, or several separated by spaces
     * @param audience base address of the API
     */
    public String tokenFor(String consumer, String scope, String audience) {
        return tokenFor(consumer, scope, audience, Map.of());
    }

    /**
     * Returns such a token with other claims.
     *
     * @param changes claims that replace the usual ones or are added, for example {@code supplier}
     */
    public String tokenFor(String consumer, String scope, String audience, Map<String, ?> changes) {
        return router.tokens().issue(consumer, scope, audience, changes);
    }

    /** Returns a token that an API of a bank must refuse; the same as {@link #tokenFor} but for one thing. */
    public String wrongToken(WrongToken kind, String consumer, String scope, String audience) {
        return router.tokens().wrong(kind, consumer, scope, audience);
    }

    /** Returns how many requests to the income API had a valid token. */
    public long incomesAnswered() {
        return router.incomesAnswered();
    }

    /** Closes all connections and the port. The twin keeps its state. Has no effect on a stopped twin. */
    public synchronized void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /**
     * Starts a stopped twin again, on the same port. Has no effect on a running twin.
     *
     * @throws UncheckedIOException another process uses the port
     */
    public synchronized void start() {
        if (server == null) {
            try {
                LoopbackServer listener = LoopbackServer.bindAgain(address.getPort());
                listener.serve(router, clock);
                server = listener;
            } catch (IOException inUse) {
                throw new UncheckedIOException("The twin's port " + address.getPort() + " is taken.", inUse);
            }
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** The clock of a twin: the configured clock plus the offset of the fault plan. */
    private static final class TwinClock extends Clock {

        private final Clock base;
        private final FaultPlan faults;

        TwinClock(Clock base, FaultPlan faults) {
            this.base = base;
            this.faults = faults;
        }

        @Override
        public Instant instant() {
            return base.instant().plus(faults.clockOffset());
        }

        @Override
        public ZoneId getZone() {
            return base.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return new TwinClock(base.withZone(zone), faults);
        }
    }
}
