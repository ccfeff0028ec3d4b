package no.portnokkel.testkit.registry;

import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A public key that a client's owner has posted in the self-service. A bare key lives one year; one that was posted with its
 * certificate ({@code x5c} in the JWK) lives as long as that, and dies with its revocation.
 *
 * @param kid the owner's own choice
 * @param postedAt start of its year
 * @param certificate when the key was posted with one
 */
public record RegisteredKey(String kid, RSAPublicKey key, Instant postedAt, Optional<X509Certificate> certificate) {

    private static final Duration LIFETIME = Duration.ofDays(365);

    public RegisteredKey {
        if (!kid.matches("[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException("A kid is made of letters, digits and . _ -; not: " + kid);
        }
    }

    /** Makes a bare key. */
    public RegisteredKey(String kid, RSAPublicKey key, Instant postedAt) {
        this(kid, key, postedAt, Optional.empty());
    }

    /**
     * Returns a key with its certificate.
     *
     * @throws IllegalArgumentException the certificate's key is not an RSA key
     */
    public static RegisteredKey of(String kid, X509Certificate certificate, Instant postedAt) {
        if (!(certificate.getPublicKey() instanceof RSAPublicKey key)) {
            throw new IllegalArgumentException("Maskinporten takes RSA keys only.");
        }
        return new RegisteredKey(kid, key, postedAt, Optional.of(certificate));
    }

    /** Whether its time is over. */
    public boolean isExpiredAt(Instant now) {
        return now.isAfter(
                certificate.map(locked -> locked.getNotAfter().toInstant()).orElse(postedAt.plus(LIFETIME)));
    }
}
