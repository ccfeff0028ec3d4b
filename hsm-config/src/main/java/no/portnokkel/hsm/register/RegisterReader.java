package no.portnokkel.hsm.register;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import no.portnokkel.certificate.PlaceholderName;
import no.portnokkel.hsm.pkcs11.cryptoki.CryptokiKey;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects.StoredCertificate;
import no.portnokkel.hsm.register.RegisterEntry.State;

/** Makes the entries of one token: one for each key, and one for each certificate that belongs to none. */
record RegisterReader(TokenObjects objects, String source, Optional<List<KeyUse>> uses, Instant now) {
    List<RegisterEntry> entries() {
        Set<StoredCertificate> ofKeys = new HashSet<>();
        objects.keys().forEach(key -> objects.certificateOf(key).ifPresent(ofKeys::add));
        return Stream.concat(
                        objects.keys().stream().map(this::key),
                        objects.certificates().stream()
                                .filter(one -> !ofKeys.contains(one))
                                .map(this::certificate))
                .toList();
    }

    private RegisterEntry key(CryptokiKey key) {
        Optional<StoredCertificate> stored = objects.certificateOf(key);
        Optional<PublicKey> publicKey = stored.map(one -> one.certificate().getPublicKey());
        String label = stored.map(StoredCertificate::label)
                .filter(text -> !text.isEmpty())
                .orElseGet(key::label);
        Optional<List<KeyUse>> named = uses.map(
                all -> all.stream().filter(use -> use.label().equals(label)).toList());
        Optional<X509Certificate> issued =
                stored.map(StoredCertificate::certificate).filter(present -> !PlaceholderName.isOf(present));
        return new RegisterEntry(
                source,
                label,
                key.id(),
                state(named.orElse(List.of()), stored.isPresent(), issued),
                key.type(),
                key.bits().or(() -> publicKey.flatMap(RegisterReader::bits)),
                attribute(key, KeyAttribute.SENSITIVE),
                attribute(key, KeyAttribute.EXTRACTABLE),
                named,
                issued);
    }

    /** SunPKCS11 signs with a key that has a certificate, be it a placeholder; Maskinporten wants an issuer's in {@code x5c}. */
    private State state(List<KeyUse> named, boolean isShown, Optional<X509Certificate> issued) {
        boolean signs = named.stream()
                .filter(use -> use.purpose() != KeyUse.Purpose.NEXT_KEY)
                .anyMatch(use -> use.needsCertificate() ? issued.isPresent() : isShown);
        if (signs) {
            return State.IN_USE;
        }
        return issued.map(present -> now.isAfter(present.getNotAfter().toInstant()) ? State.EXPIRED : State.WAITING)
                .orElse(State.UNCERTIFIED);
    }

    private static Optional<Boolean> attribute(CryptokiKey key, KeyAttribute attribute) {
        return Optional.ofNullable(key.attributes().get(attribute));
    }

    private RegisterEntry certificate(StoredCertificate stored) {
        X509Certificate certificate = stored.certificate();
        boolean authority = certificate.getBasicConstraints() >= 0; // -1 without the extension, or where it says no
        return new RegisterEntry(
                source,
                stored.label(),
                stored.id(),
                authority ? State.AUTHORITY : State.CERTIFICATE_ONLY,
                certificate.getPublicKey().getAlgorithm(),
                bits(certificate.getPublicKey()),
                Optional.empty(),
                Optional.empty(),
                uses.map(known -> List.of()),
                Optional.of(certificate));
    }

    private static Optional<Integer> bits(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return Optional.of(rsa.getModulus().bitLength());
        }
        return key instanceof ECPublicKey ec
                ? Optional.of(ec.getParams().getCurve().getField().getFieldSize())
                : Optional.empty();
    }
}
