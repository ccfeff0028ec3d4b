package no.portnokkel.testkit.ca;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * An authority's certificate and the key that signs below it; both authorities live twenty years.
 *
 * @param key never shown: {@code toString} names the certificate only
 */
record Issuer(X509Certificate certificate, PrivateKey key) {

    private static final Duration LIFETIME = Duration.ofDays(20 * 365);
    private static final int KEY_BITS = 2048; // the real ones have 4096; a test need not wait for that

    static Issuer root(X500Name name, Instant now, SecureRandom random) {
        KeyPair keys = newKeys(random);
        CertificateTemplate draft = authority(name, keys, now, new BasicConstraints(1));
        return new Issuer(draft.sign(name, keys.getPublic(), keys.getPrivate(), random), keys.getPrivate());
    }

    Issuer subordinate(X500Name name, Instant now, SecureRandom random) {
        KeyPair keys = newKeys(random);
        return new Issuer(sign(authority(name, keys, now, new BasicConstraints(0)), random), keys.getPrivate());
    }

    X509Certificate sign(CertificateTemplate draft, SecureRandom random) {
        X500Name name =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return draft.sign(name, certificate.getPublicKey(), key, random);
    }

    @Override
    public String toString() {
        return certificate.getSubjectX500Principal().getName();
    }

    private static CertificateTemplate authority(
            X500Name name, KeyPair keys, Instant now, BasicConstraints constraints) {
        // A year back, so that tests may have certificates that have expired below an authority that was valid.
        Instant from = now.minus(Duration.ofDays(365)).truncatedTo(ChronoUnit.SECONDS);
        KeyUsage usage = new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
        return new CertificateTemplate(name, keys.getPublic(), from, from.plus(LIFETIME), usage, constraints);
    }

    private static KeyPair newKeys(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS, random);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every JDK has RSA.", missing);
        }
    }
}
