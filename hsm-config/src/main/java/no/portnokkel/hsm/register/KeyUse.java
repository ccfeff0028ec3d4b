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
        /** It signs when another key of the client is stopped, or its device is away. */
        STANDBY,
        /** It is registered at Digdir, and no client uses it. */
        REGISTERED,
        /** Another key has replaced it: tokens that it got may still be in use. */
        PREVIOUS,
        /** A person has stopped it: it signs nothing. */
        STOPPED,
        /** It signs checkpoints of the audit. */
        AUDIT
    }

    /**
     * Returns the use as signing key of a client.
     *
     * @param client an additional client; empty for the environment's own
     */
    public static KeyUse ofGrants(String label, String environment, Optional<String> client, Optional<String> kid) {
        return of(label, Purpose.GRANTS, environment, client, kid);
    }

    /**
     * Returns the use for a client.
     *
     * @param client an additional client; empty for the environment's own
     */
    public static KeyUse of(
            String label, Purpose purpose, String environment, Optional<String> client, Optional<String> kid) {
        return new KeyUse(label, purpose, Optional.of(environment), client, kid, Optional.empty());
    }

    /** Returns the use as {@code audit.key}. */
    public static KeyUse ofAudit(String label) {
        return ofNoClient(label, Purpose.AUDIT, Optional.empty());
    }

    /** Returns that the key is stopped, whichever clients used it. */
    public static KeyUse ofStopped(String label) {
        return ofNoClient(label, Purpose.STOPPED, Optional.empty());
    }

    /** Returns that the key is registered at Digdir under an id. */
    public static KeyUse ofRegistered(String label, String kid) {
        return ofNoClient(label, Purpose.REGISTERED, Optional.of(kid));
    }

    private static KeyUse ofNoClient(String label, Purpose purpose, Optional<String> kid) {
        return new KeyUse(label, purpose, Optional.empty(), Optional.empty(), kid, Optional.empty());
    }

    /** Returns this use with the end of the key's registration. */
    public KeyUse withRegisteredUntil(Instant end) {
        return new KeyUse(label, purpose, environment, client, kid, Optional.of(end));
    }

    /** Returns whether a key signs for this use only while it has a certificate of an issuer. */
    public boolean needsCertificate() {
        return kid.isEmpty()
                && (purpose == Purpose.GRANTS || purpose == Purpose.NEXT_KEY || purpose == Purpose.STANDBY);
    }

    /** Returns environment and client in one word; empty for the environment's own client and for the audit. */
    Optional<String> clientName() {
        return client.map(name -> environment.orElse("") + "/" + name);
    }
}
