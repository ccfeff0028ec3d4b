package no.portnokkel.hsm.register;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.OpenScTool;
import no.portnokkel.hsm.pkcs11.cryptoki.CryptokiKey;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects.StoredCertificate;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.OrganisationCertificate.Profile;
import no.portnokkel.testkit.ca.OrganisationCertificate.Usage;

/** What a token holds, without a token. The clock stands still. */
final class TokenContent {
    static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    static final Map<KeyAttribute, Boolean> PROTECTED =
            Map.of(KeyAttribute.SENSITIVE, true, KeyAttribute.EXTRACTABLE, false);

    private static final KeyPair RSA = OpenScTool.pair("RSA", 2048);

    private final List<CryptokiKey> keys = new ArrayList<>();
    private final List<StoredCertificate> certificates = new ArrayList<>();

    /** Adds a key of 2048 bits whose certificate ends so many days from now. */
    TokenContent certified(String label, int days) {
        return certified(label, days, "Testbanken AS");
    }

    TokenContent certified(String label, int days, String organisation) {
        uncertified(label, PROTECTED);
        certificates.add(new StoredCertificate(label, id(label), certificate(days, organisation)));
        return this;
    }

    TokenContent uncertified(String label, Map<KeyAttribute, Boolean> attributes) {
        BigInteger modulus = ((RSAPublicKey) RSA.getPublic()).getModulus();
        keys.add(new CryptokiKey(label, id(label), "RSA", Optional.of(modulus), false, attributes, Map.of(), Map.of()));
        return this;
    }

    /** Adds the certificate of an issuer. */
    TokenContent authority(String label) {
        certificates.add(new StoredCertificate(
                label, "", BankFixture.certify(RSA.getPublic()).get(1)));
        return this;
    }

    /** Adds a certificate whose key is elsewhere. */
    TokenContent orphan(String label) {
        certificates.add(new StoredCertificate(label, "0f", certificate(100, "Testbanken AS")));
        return this;
    }

    Register register(KeyUse... uses) {
        return Register.of(objects(), "bank", Optional.of(List.of(uses)), key -> false, NOW);
    }

    TokenObjects objects() {
        return new TokenObjects(keys, certificates, List.of());
    }

    private static String id(String label) {
        return HexFormat.of().formatHex(label.getBytes(StandardCharsets.UTF_8));
    }

    private static X509Certificate certificate(int days, String organisation) {
        Instant end = NOW.plus(days, ChronoUnit.DAYS);
        return BankFixture.authority()
                .certify(
                        RSA.getPublic(),
                        new OrganisationCertificate(
                                "310167398",
                                organisation,
                                Usage.SEAL,
                                Profile.SEID2,
                                end.minus(3 * 365, ChronoUnit.DAYS),
                                end))
                .get(0);
    }
}
