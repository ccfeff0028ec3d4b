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
 * An authority's certificate and private key. Authorities are valid for twenty years.
 *
 * @param key not part of {@code toString}
 */
record Issuer(X509Certificate certificate, PrivateKey key) {

    private static final Duration LIFETIME = Duration.ofDays(20 * 365);
    private static final int KEY_BITS = 2048; // real authorities have 4096, which takes too long to generate in a test

    static Issuer root(X500Name name, Instant now, SecureRandom random) {
        KeyPair keys = newKeys(random);
        CertificateTemplate template = authority(name, keys, now, new BasicConstraints(1));
        return new Issuer(template.sign(name, keys.getPublic(), keys.getPrivate(), random), keys.getPrivate());
    }

    Issuer subordinate(X500Name name, Instant now, SecureRandom random) {
        KeyPair keys = newKeys(random);
        return new Issuer(sign(authority(name, keys, now, new BasicConstraints(0)), random), keys.getPrivate());
    }

    X509Certificate sign(CertificateTemplate template, SecureRandom random) {
        X500Name name =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return template.sign(name, certificate.getPublicKey(), key, random);
    }

    @Override
    public String toString() {
        return certificate.getSubjectX500Principal().getName();
    }

    private static CertificateTemplate authority(
            X500Name name, KeyPair keys, Instant now, BasicConstraints constraints) {
        // Valid from a year ago, so that tests can have expired certificates of a valid authority.
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
