package no.portnokkel.testkit.registry;

import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A public key that a client's owner has posted in self-service. A bare key is valid for one year. A key posted with its
 * certificate ({@code x5c} in the JWK) is valid until the certificate expires or is revoked.
 *
 * @param kid chosen by the owner
 * @param postedAt start of validity
 * @param certificate empty for a bare key
 */
public record RegisteredKey(String kid, RSAPublicKey key, Instant postedAt, Optional<X509Certificate> certificate) {

    private static final Duration LIFETIME = Duration.ofDays(365);

    public RegisteredKey {
        if (!kid.matches("[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException("A kid consists of letters, digits and . _ -; not: " + kid);
        }
    }

    /** Creates a bare key. */
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
            throw new IllegalArgumentException("Maskinporten accepts RSA keys only.");
        }
        return new RegisteredKey(kid, key, postedAt, Optional.of(certificate));
    }

    /** Returns whether the key has expired at this time. */
    public boolean isExpiredAt(Instant now) {
        return now.isAfter(
                certificate.map(issued -> issued.getNotAfter().toInstant()).orElse(postedAt.plus(LIFETIME)));
    }
}
