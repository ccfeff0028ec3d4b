package no.portnokkel.maskinporten.forgery;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.settings.SignatureAlgorithm;

/** A signing key without an HSM, for thousands of valid and invalid grants. */
public record SoftwareKey(String label, KeyPair keys, List<X509Certificate> chain) implements SigningKey {

    /** Creates a key with a certificate of an authority. */
    public static SoftwareKey certified(String label, Function<PublicKey, List<X509Certificate>> authority) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair keys = generator.generateKeyPair();
            return new SoftwareKey(label, keys, authority.apply(keys.getPublic()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns the same key with other certificates. */
    public SoftwareKey with(List<X509Certificate> other) {
        return new SoftwareKey(label, keys, other);
    }

    /** Returns the chain as {@code x5c} contains it. */
    List<Object> encodedChain() {
        List<Object> encoded = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            try {
                encoded.add(Base64.getEncoder().encodeToString(certificate.getEncoded()));
            } catch (CertificateEncodingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return encoded;
    }

    @Override
    public byte[] sign(byte[] data, SignatureAlgorithm algorithm) {
        try {
            Signature signature = Signature.getInstance(algorithm.jcaName());
            signature.initSign(keys.getPrivate());
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public boolean reportInvalidSignature(byte[] data, SignatureAlgorithm algorithm, byte[] signature, Duration age) {
        return !Arrays.equals(
                signature, sign(data, algorithm)); // PKCS#1 v1.5 signatures are deterministic (RFC 8017, 8.2)
    }
}
