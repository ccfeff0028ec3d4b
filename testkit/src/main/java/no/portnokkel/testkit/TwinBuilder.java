package no.portnokkel.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.refusal.ErrorFormat;
import no.portnokkel.testkit.registry.RegisteredClient;
import no.portnokkel.testkit.registry.Registry;
import no.portnokkel.testkit.token.TokenIssuer;
import no.portnokkel.testkit.token.TokenStyle;
import org.jspecify.annotations.Nullable;

/** Configures and starts a {@link MaskinportenTwin}. Not thread-safe. */
public final class TwinBuilder {

    private final Registry registry = new Registry();
    private final SecureRandom random = new SecureRandom();
    private int port;
    private Clock clock = Clock.systemUTC();
    private Duration tokenLifetime = Duration.ofMinutes(2);
    private TokenStyle tokenStyle = TokenStyle.CAPTURED;
    private ErrorFormat errorFormat = ErrorFormat.CURRENT;
    private @Nullable URI issuer;
    private @Nullable TestAuthority authority;

    TwinBuilder() {}

    /** Sets the port on 127.0.0.1; 0, the default, chooses any free port. */
    public TwinBuilder port(int number) {
        port = number;
        return this;
    }

    /**
     * Sets the authority whose certificates the twin accepts. By default a new authority of class {@code TEST}. The class of
     * the authority is the class of the twin: a twin of class {@code PRODUCTION} names production's Altinn as delegation source
     * and refuses synthetic persons.
     */
    public TwinBuilder authority(TestAuthority other) {
        authority = other;
        return this;
    }

    /** Sets the clock for all checks, tokens and the {@code Date} header. By default the system clock. */
    public TwinBuilder clock(Clock other) {
        clock = other;
        return this;
    }

    /** Sets the lifetime of tokens in whole seconds, at least one. By default 120 s. */
    public TwinBuilder tokenLifetime(Duration lifetime) {
        tokenLifetime = lifetime;
        return this;
    }

    /** Sets the style of tokens, where documentation and captured tokens differ. */
    public TwinBuilder tokenStyle(TokenStyle style) {
        tokenStyle = style;
        return this;
    }

    /** Sets the format of refusals, which changed in 2023. */
    public TwinBuilder answerEra(ErrorFormat format) {
        errorFormat = format;
        return this;
    }

    /**
     * Sets the {@code iss} of tokens and the required {@code aud} of grants. By default the twin's own address. All addresses
     * stay on loopback, and tokens are signed with the twin's own key: a receiver that fetches the real issuer's keys rejects
     * them.
     *
     * @param other absolute, with a slash at the end
     * @throws IllegalArgumentException it is not absolute, or has no slash at the end
     */
    public TwinBuilder issuer(URI other) {
        if (!other.isAbsolute() || !other.toString().endsWith("/")) {
            throw new IllegalArgumentException("An issuer is an absolute address with a slash at its end: " + other);
        }
        issuer = other;
        return this;
    }

    /** Changes the initial registry: clients, scopes, consents and the rest. */
    public TwinBuilder registry(Consumer<Registry> change) {
        change.accept(registry);
        return this;
    }

    /**
     * Replaces the initial registry by this JSON, in the format of {@code --state} and {@code /twin/state}. Times that are
     * absent default to the time of the clock set so far.
     *
     * @throws IllegalArgumentException the JSON is invalid; the message names the place
     */
    public TwinBuilder state(String json) {
        registry.become(new StateReader(clock).read(json));
        return this;
    }

    /** Registers a client; others can be registered later in {@link MaskinportenTwin#registry()}. */
    public TwinBuilder client(RegisteredClient client) {
        registry.register(client);
        return this;
    }

    /** Registers a delegation of the scope from the consumer to the supplier; others can be added later in the registry. */
    public TwinBuilder delegation(String consumer, String supplier, String scope) {
        registry.delegate(consumer, supplier, scope);
        return this;
    }

    /**
     * Starts the twin.
     *
     * @throws UncheckedIOException the port is in use; the cause is a {@link java.net.BindException}
     */
    public MaskinportenTwin start() {
        try {
            return new MaskinportenTwin(this);
        } catch (IOException inUse) {
            throw new UncheckedIOException(
                    "Port " + port + " of 127.0.0.1 is taken by another process; choose another one.", inUse);
        }
    }

    int port() {
        return port;
    }

    Clock clock() {
        return clock;
    }

    Registry registry() {
        return registry;
    }

    SecureRandom random() {
        return random;
    }

    /** Creates the issuer of tokens with a new key. */
    TokenIssuer tokenIssuer(URI iss, Clock twinClock) {
        return TokenIssuer.create(iss, twinClock, authority(), registry, tokenLifetime, tokenStyle, random);
    }

    ErrorFormat errorFormat() {
        return errorFormat;
    }

    Optional<URI> issuer() {
        return Optional.ofNullable(issuer);
    }

    TestAuthority authority() {
        if (authority == null) {
            authority = TestAuthority.create(clock, random);
        }
        return authority;
    }
}
