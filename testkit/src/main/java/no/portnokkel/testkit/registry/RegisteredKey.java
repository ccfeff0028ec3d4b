package no.portnokkel.testkit.registry;

import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;

/**
 * A public key that a client's owner has posted in the self-service. It lives one year.
 *
 * @param kid the owner's own choice
 * @param postedAt start of its year
 */
public record RegisteredKey(String kid, RSAPublicKey key, Instant postedAt) {

    private static final Duration LIFETIME = Duration.ofDays(365);

    public RegisteredKey {
        if (!kid.matches("[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException("A kid is made of letters, digits and . _ -; not: " + kid);
        }
    }

    /** Whether its year is over. */
    public boolean isExpiredAt(Instant now) {
        return now.isAfter(postedAt.plus(LIFETIME));
    }
}
