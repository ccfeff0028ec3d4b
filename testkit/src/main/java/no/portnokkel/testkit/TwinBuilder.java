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
import no.portnokkel.testkit.state.StateReader;
import no.portnokkel.testkit.token.IssuerKey;
import no.portnokkel.testkit.token.TokenClaims;
import no.portnokkel.testkit.token.TokenStyle;
import org.jspecify.annotations.Nullable;

/** The plan of a twin. Not safe for several threads. */
public final class TwinBuilder {

    private final Registry registry = new Registry();
    private final SecureRandom random = new SecureRandom();
    private int port;
    private Clock clock = Clock.systemUTC();
    private Duration tokenLifetime = Duration.ofMinutes(2);
    private TokenStyle tokenStyle = TokenStyle.CAPTURED;
    private ErrorFormat answerEra = ErrorFormat.CURRENT;
    private @Nullable URI issuer;
    private @Nullable TestAuthority authority;

    TwinBuilder() {}

    /** Listens on this port of 127.0.0.1; 0, the default, takes any that is free. */
    public TwinBuilder port(int number) {
        port = number;
        return this;
    }

    /**
     * Accepts certificates of this authority; without it a new one of class {@code TEST} is made. Its class is the twin's: a
     * twin of class {@code PRODUCTION} names the other Altinn and knows no synthetic persons.
     */
    public TwinBuilder authority(TestAuthority other) {
        authority = other;
        return this;
    }

    /** Judges times by this clock, and writes it into the {@code Date} of every answer. */
    public TwinBuilder clock(Clock other) {
        clock = other;
        return this;
    }

    /** Lets tokens live that long, in whole seconds; at least one. */
    public TwinBuilder tokenLifetime(Duration lifetime) {
        tokenLifetime = lifetime;
        return this;
    }

    /** Lets tokens have this style where documentation and captured tokens differ. */
    public TwinBuilder tokenStyle(TokenStyle style) {
        tokenStyle = style;
        return this;
    }

    /** Lets refusals have the shape of this time. */
    public TwinBuilder answerEra(ErrorFormat era) {
        answerEra = era;
        return this;
    }

    /**
     * Signs as this issuer, and wants it as {@code aud}; without it the issuer is the twin's own address. Addresses stay on
     * loopback, and no other key is had: nobody who fetches the real issuer's keys takes these tokens.
     *
     * @param other absolute, with its slash
     */
    public TwinBuilder issuer(URI other) {
        if (!other.isAbsolute() || !other.toString().endsWith("/")) {
            throw new IllegalArgumentException("An issuer is an absolute address with a slash at its end: " + other);
        }
        issuer = other;
        return this;
    }

    /** Changes what the twin knows from the start: clients, scopes, consents and the rest. */
    public TwinBuilder registry(Consumer<Registry> change) {
        change.accept(registry);
        return this;
    }

    /**
     * Knows what this JSON says, as {@code --state} and {@code /twin/state} take it, and forgets what was planned before.
     * Absent moments are those of the clock planned so far.
     *
     * @throws IllegalArgumentException it cannot be read; the message says where
     */
    public TwinBuilder state(String json) {
        registry.become(new StateReader(clock).read(json));
        return this;
    }

    /** Registers a client; more can be registered later in {@link MaskinportenTwin#registry()}. */
    public TwinBuilder client(RegisteredClient client) {
        registry.register(client);
        return this;
    }

    /** Lets the supplier act for the consumer from the start; more can be added later in the registry. */
    public TwinBuilder delegation(String consumer, String supplier, String scope) {
        registry.delegate(consumer, supplier, scope);
        return this;
    }

    /**
     * Starts the twin.
     *
     * @throws UncheckedIOException the port is taken; the cause is a {@link java.net.BindException}
     */
    public MaskinportenTwin start() {
        try {
            return new MaskinportenTwin(this);
        } catch (IOException taken) {
            throw new UncheckedIOException(
                    "Port " + port + " of 127.0.0.1 is taken by another process; choose another one.", taken);
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

    TokenClaims tokenClaims() {
        return new TokenClaims(tokenLifetime, tokenStyle, authority().certificateClass(), registry, random);
    }

    IssuerKey mintKey() {
        return IssuerKey.create(authority(), clock, random);
    }

    ErrorFormat answerEra() {
        return answerEra;
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
