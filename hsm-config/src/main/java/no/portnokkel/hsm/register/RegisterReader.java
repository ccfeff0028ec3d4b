package no.portnokkel.hsm.register;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import no.portnokkel.certificate.PlaceholderName;
import no.portnokkel.hsm.pkcs11.cryptoki.CryptokiKey;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects.StoredCertificate;
import no.portnokkel.hsm.register.KeyUse.Purpose;
import no.portnokkel.hsm.register.RegisterEntry.State;

/** Makes the entries of one token: one for each key, and one for each certificate that belongs to none. */
record RegisterReader(
        TokenObjects objects, String source, Optional<List<KeyUse>> uses, Predicate<PublicKey> requested, Instant now) {
    /** What a key is named for decides its state; the first that applies does. */
    private static final Map<State, Set<Purpose>> DECIDED = new LinkedHashMap<>();

    static {
        DECIDED.put(State.STOPPED, EnumSet.of(Purpose.STOPPED));
        DECIDED.put(State.ACTIVE, EnumSet.of(Purpose.GRANTS, Purpose.AUDIT));
        DECIDED.put(State.NEXT, EnumSet.of(Purpose.NEXT_KEY, Purpose.STANDBY));
        DECIDED.put(State.PREVIOUS, EnumSet.of(Purpose.PREVIOUS));
        DECIDED.put(State.REGISTERED, EnumSet.of(Purpose.REGISTERED));
    }

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
                state(named.orElse(List.of()), publicKey, issued),
                key.type(),
                key.bits().or(() -> publicKey.flatMap(RegisterReader::bits)),
                attribute(key, KeyAttribute.SENSITIVE),
                attribute(key, KeyAttribute.EXTRACTABLE),
                named,
                issued);
    }

    /** SunPKCS11 signs with a key that has a certificate, be it a placeholder; Maskinporten wants an issuer's in {@code x5c}. */
    private State state(List<KeyUse> named, Optional<PublicKey> shown, Optional<X509Certificate> issued) {
        Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
        named.stream()
                .filter(use -> use.purpose() == Purpose.STOPPED
                        || use.purpose() == Purpose.PREVIOUS
                        || (use.needsCertificate() ? issued.isPresent() : shown.isPresent()))
                .map(KeyUse::purpose)
                .forEach(purposes::add);
        return DECIDED.entrySet().stream()
                .filter(decided -> !Collections.disjoint(purposes, decided.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .or(() -> issued.map(this::stateOfUnused))
                .orElseGet(() -> shown.filter(requested).isPresent() ? State.REQUESTED : State.GENERATED);
    }

    private State stateOfUnused(X509Certificate issued) {
        return now.isAfter(issued.getNotAfter().toInstant()) ? State.EXPIRED : State.CERTIFIED;
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
