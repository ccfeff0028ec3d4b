package no.portnokkel.hsm.keys;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import no.portnokkel.certificate.PlaceholderName;
import no.portnokkel.hsm.pkcs11.cryptoki.CryptokiKey;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyOperation;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;

/**
 * A private key with its certificate.
 *
 * @param label selects the key: the label of the certificate, or the key's own while it has none
 * @param certificate the one with the same {@code CKA_ID}, preferably of this key; may be a {@link
 *     PlaceholderCertificate}
 */
public record ManagedKey(String label, CryptokiKey key, Optional<X509Certificate> certificate) {

    public static List<ManagedKey> in(TokenObjects objects) {
        return objects.keys().stream()
                .map(key -> of(key, objects))
                .sorted(Comparator.comparing(ManagedKey::label))
                .toList();
    }

    /** Returns the public key; empty while only the token knows it. */
    public Optional<PublicKey> publicKey() {
        return certificate
                .map(X509Certificate::getPublicKey)
                .filter(certified -> key.modulus().isEmpty() || key.fits(certified));
    }

    /** Returns whether it still has a placeholder certificate. */
    public boolean hasPlaceholder() {
        return certificate.filter(PlaceholderName::isOf).isPresent();
    }

    /**
     * Returns in what the key, as the token shows it, differs from its specification: {@link PolicyRejection.Unprotected} or {@link
     * PolicyRejection.OtherSize}.
     *
     * @param token its label, for messages
     */
    public List<PolicyRejection> deviations(KeyLifecycle.KeySpec spec, String token) {
        List<PolicyRejection> deviations = new ArrayList<>();
        List<KeyAttribute> defects = key.defects();
        if (!defects.isEmpty()) {
            deviations.add(new PolicyRejection.Unprotected(spec.label(), token, defects));
        }
        if (spec.parameters() instanceof RSAKeyGenParameterSpec rsa
                && !key.bits().equals(Optional.of(rsa.getKeysize()))) {
            deviations.add(new PolicyRejection.OtherSize(spec.label(), token, rsa.getKeysize(), key.bits()));
        }
        return deviations;
    }

    /**
     * Returns what differs from a key that only signs: {@link PolicyRejection.OtherOperations}; empty if it does.
     *
     * @param token its label, for messages
     */
    public Optional<PolicyRejection> deviatingOperations(String token) {
        List<KeyOperation> unwanted = key.unwantedOperations();
        return unwanted.isEmpty()
                ? Optional.empty()
                : Optional.of(new PolicyRejection.OtherOperations(label, token, unwanted));
    }

    private static ManagedKey of(CryptokiKey key, TokenObjects objects) {
        Optional<TokenObjects.StoredCertificate> chosen = objects.certificateOf(key);
        String label = chosen.map(TokenObjects.StoredCertificate::label)
                .filter(text -> !text.isEmpty())
                .orElseGet(key::label);
        return new ManagedKey(label, key, chosen.map(TokenObjects.StoredCertificate::certificate));
    }
}
