package no.portnokkel.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.registry.RegisteredClient;
import no.portnokkel.testkit.registry.Registry;
import no.portnokkel.testkit.token.TokenClaims;
import org.jspecify.annotations.Nullable;

/** The plan of a twin. Not safe for several threads. */
public final class TwinBuilder {

    private final Registry registry = new Registry();
    private final SecureRandom random = new SecureRandom();
    private int port;
    private Clock clock = Clock.systemUTC();
    private Duration tokenLifetime = Duration.ofMinutes(2);
    private @Nullable TestAuthority authority;

    TwinBuilder() {}

    /** Listens on this port of 127.0.0.1; 0, the default, takes any that is free. */
    public TwinBuilder port(int number) {
        port = number;
        return this;
    }

    /** Accepts certificates of this authority; without it a new one is made. */
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
        return new TokenClaims(tokenLifetime, random);
    }

    TestAuthority authority() {
        if (authority == null) {
            authority = TestAuthority.create(clock, random);
        }
        return authority;
    }
}
