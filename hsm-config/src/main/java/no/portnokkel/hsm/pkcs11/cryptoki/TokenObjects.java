package no.portnokkel.hsm.pkcs11.cryptoki;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What lies in a token that somebody has logged in to.
 *
 * @param keys private keys, those without a certificate too
 * @param certificates all of them, authorities' too; what is not X.509 is left out
 */
public record TokenObjects(List<CryptokiKey> keys, List<CryptokiCertificate> certificates) {
    public TokenObjects {
        keys = List.copyOf(keys);
        certificates = List.copyOf(certificates);
    }

    /** Whether a key or certificate has this label, or the {@code CKA_ID} that SunPKCS11 makes of it. */
    public boolean isTaken(String label) {
        String id = HexFormat.of().formatHex(label.getBytes(StandardCharsets.UTF_8));
        return keys.stream()
                        .anyMatch(key -> key.label().equals(label) || key.id().equals(id))
                || certificates.stream()
                        .anyMatch(one -> one.label().equals(label) || one.id().equals(id));
    }

    /** A certificate for this public key that lies under another label. */
    public Optional<CryptokiCertificate> elsewhere(PublicKey key, String label) {
        return certificates.stream()
                .filter(one -> one.certificate().getPublicKey().equals(key))
                .filter(one -> !one.label().equals(label))
                .findFirst();
    }

    /** Whether another certificate of the same subject has another key, so that a chain by names could go astray. */
    public boolean hasNamesakeOf(X509Certificate authority) {
        return certificates.stream()
                .map(CryptokiCertificate::certificate)
                .filter(one -> one.getSubjectX500Principal().equals(authority.getSubjectX500Principal()))
                .anyMatch(one -> !one.getPublicKey().equals(authority.getPublicKey()));
    }
}
