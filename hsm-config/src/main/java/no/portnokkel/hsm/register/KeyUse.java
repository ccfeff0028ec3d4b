package no.portnokkel.hsm.register;

import java.time.Instant;
import java.util.Optional;

/**
 * A place of the configuration that names a key of one device.
 *
 * @param label by which the key is named
 * @param environment empty for the key of the audit
 * @param client an additional client; empty for the environment's own
 * @param kid the id under which the key is registered; empty when grants carry its certificate
 * @param registeredUntil when the registration ends ({@code exp} of the JWK); empty when that is not known
 */
public record KeyUse(
        String label,
        Purpose purpose,
        Optional<String> environment,
        Optional<String> client,
        Optional<String> kid,
        Optional<Instant> registeredUntil) {
    /** What a key is named for. */
    public enum Purpose {
        /** It signs grants. */
        GRANTS,
        /** It is the next key of an environment: it signs nothing yet. */
        NEXT_KEY,
        /** It signs checkpoints of the audit. */
        AUDIT
    }

    /**
     * Returns the use as signing key of a client.
     *
     * @param client an additional client; empty for the environment's own
     */
    public static KeyUse ofGrants(String label, String environment, Optional<String> client, Optional<String> kid) {
        return new KeyUse(label, Purpose.GRANTS, Optional.of(environment), client, kid, Optional.empty());
    }

    /** Returns the use as {@code next-key} of an environment. */
    public static KeyUse ofNextKey(String label, String environment) {
        return of(label, Purpose.NEXT_KEY, Optional.of(environment));
    }

    /** Returns the use as {@code audit.key}. */
    public static KeyUse ofAudit(String label) {
        return of(label, Purpose.AUDIT, Optional.empty());
    }

    private static KeyUse of(String label, Purpose purpose, Optional<String> environment) {
        return new KeyUse(label, purpose, environment, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns this use with the end of the key's registration. */
    public KeyUse withRegisteredUntil(Instant end) {
        return new KeyUse(label, purpose, environment, client, kid, Optional.of(end));
    }

    /** Returns whether a key signs for this use only while it has a certificate of an issuer. */
    public boolean needsCertificate() {
        return purpose == Purpose.GRANTS && kid.isEmpty();
    }

    /** Returns environment and client in one word; empty for the environment's own client and for the audit. */
    Optional<String> clientName() {
        return client.map(name -> environment.orElse("") + "/" + name);
    }
}
