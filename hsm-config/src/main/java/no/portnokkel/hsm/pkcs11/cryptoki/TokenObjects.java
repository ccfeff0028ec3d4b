package no.portnokkel.hsm.pkcs11.cryptoki;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The objects of a token during a login.
 *
 * @param keys private keys, including those without a certificate
 * @param certificates all X.509 certificates, including those of authorities
 * @param defects objects that are left out, with the attribute that is missing or wrong
 */
public record TokenObjects(List<CryptokiKey> keys, List<StoredCertificate> certificates, List<String> defects) {
    public TokenObjects {
        defects = List.copyOf(defects);
        keys = List.copyOf(keys);
        certificates = List.copyOf(certificates);
    }

    /** Returns whether the token shows no object. */
    public boolean isEmpty() {
        return keys.isEmpty() && certificates.isEmpty();
    }

    /** Returns the private keys without a certificate, which SunPKCS11 does not show. */
    public List<CryptokiKey> keysWithoutCertificate() {
        return keys.stream()
                .filter(key -> certificates.stream()
                        .noneMatch(one -> key.fits(one.certificate().getPublicKey())
                                || (!key.id().isEmpty() && key.id().equals(one.id()))))
                .toList();
    }

    /** Returns the private key of a certificate: the one that fits, or for other than RSA the one with the same {@code CKA_ID}. */
    public Optional<CryptokiKey> keyOf(X509Certificate certificate) {
        PublicKey publicKey = certificate.getPublicKey();
        return keys.stream()
                .filter(key -> key.modulus().isPresent()
                        ? key.fits(publicKey)
                        : key.mayFit(publicKey) && hasId(certificate, key.id()))
                .findFirst();
    }

    /** Returns the certificate of a key: one with the same {@code CKA_ID}, preferably of this key. */
    public Optional<StoredCertificate> certificateOf(CryptokiKey key) {
        List<StoredCertificate> sameId = certificates.stream()
                .filter(one -> !key.id().isEmpty() && one.id().equals(key.id()))
                .toList();
        Predicate<StoredCertificate> fits = one -> key.fits(one.certificate().getPublicKey());
        return Stream.concat(sameId.stream().filter(fits), sameId.stream()).findFirst();
    }

    private boolean hasId(X509Certificate certificate, String id) {
        return certificates.stream()
                .anyMatch(one -> !id.isEmpty()
                        && one.id().equals(id)
                        && one.certificate().equals(certificate));
    }

    /** Returns whether a key or certificate has this label, or the {@code CKA_ID} that SunPKCS11 derives from it. */
    public boolean isLabelInUse(String label) {
        String id = HexFormat.of().formatHex(label.getBytes(StandardCharsets.UTF_8));
        return keys.stream()
                        .anyMatch(key -> key.label().equals(label) || key.id().equals(id))
                || certificates.stream()
                        .anyMatch(one -> one.label().equals(label) || one.id().equals(id));
    }

    /** Returns the certificates with the {@code CKA_ID} of this key that fit it and no other key of the token. */
    public List<X509Certificate> certificatesOnlyOf(CryptokiKey key) {
        return certificates.stream()
                .filter(stored -> stored.id().equals(key.id()))
                .map(StoredCertificate::certificate)
                .filter(stored -> isOnlyOf(key, stored.getPublicKey()))
                .toList();
    }

    private boolean isOnlyOf(CryptokiKey key, PublicKey publicKey) {
        Predicate<CryptokiKey> rivals = key.modulus().isPresent()
                ? one -> one.fits(publicKey)
                : one -> one.id().equals(key.id()); // it does not show which public key is its own
        return key.mayFit(publicKey) && keys.stream().filter(rivals).count() == 1;
    }

    /** Returns a certificate of this public key that has another label. */
    public Optional<StoredCertificate> underOtherLabel(PublicKey key, String label) {
        return certificates.stream()
                .filter(one -> one.certificate().getPublicKey().equals(key))
                .filter(one -> !one.label().equals(label))
                .findFirst();
    }

    /**
     * Returns whether a certificate with the same subject has another key, so that a chain built by names could be
     * wrong.
     */
    public boolean hasOtherKeyOfSubject(X509Certificate authority) {
        return certificates.stream()
                .map(StoredCertificate::certificate)
                .filter(one -> one.getSubjectX500Principal().equals(authority.getSubjectX500Principal()))
                .anyMatch(one -> !one.getPublicKey().equals(authority.getPublicKey()));
    }

    /**
     * A certificate as the token shows it.
     *
     * @param label the {@code CKA_LABEL}, by which the key of this certificate is chosen; may be empty
     * @param id the {@code CKA_ID} in hexadecimal; may be empty
     */
    public record StoredCertificate(String label, String id, X509Certificate certificate) {}
}
