package no.portnokkel.hsm.keys;

import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import no.portnokkel.certificate.PlaceholderName;
import no.portnokkel.hsm.pkcs11.cryptoki.CryptokiCertificate;
import no.portnokkel.hsm.pkcs11.cryptoki.CryptokiKey;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;

/**
 * A private key and what lies beside it.
 *
 * @param label by which the key is chosen: the certificate's, or its own while it has none
 * @param certificate the one with the same {@code CKA_ID}, of this key before others; may be a {@link PlaceholderCertificate}
 */
public record ManagedKey(String label, CryptokiKey key, Optional<X509Certificate> certificate) {

    static List<ManagedKey> in(TokenObjects contents) {
        return contents.keys().stream()
                .map(key -> of(key, contents.certificates()))
                .sorted(Comparator.comparing(ManagedKey::label))
                .toList();
    }

    /** Whether it waits for its certificate. */
    public boolean hasPlaceholder() {
        return certificate.filter(PlaceholderName::isOf).isPresent();
    }

    private static ManagedKey of(CryptokiKey key, List<CryptokiCertificate> all) {
        List<CryptokiCertificate> beside = all.stream()
                .filter(one -> !key.id().isEmpty() && one.id().equals(key.id()))
                .toList();
        Predicate<CryptokiCertificate> fits = one -> key.fits(one.certificate().getPublicKey());
        Optional<CryptokiCertificate> chosen =
                Stream.concat(beside.stream().filter(fits), beside.stream()).findFirst();
        String label = chosen.map(CryptokiCertificate::label)
                .filter(text -> !text.isEmpty())
                .orElseGet(key::label);
        return new ManagedKey(label, key, chosen.map(CryptokiCertificate::certificate));
    }
}
