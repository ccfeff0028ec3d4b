package no.portnokkel.hsm.pkcs11.cryptoki;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A private key as the token shows it, with a certificate beside it or without.
 *
 * @param label the {@code CKA_LABEL}; may be empty
 * @param id the {@code CKA_ID} in hexadecimal, which ties key and certificate together; may be empty
 * @param type for example {@code RSA}
 * @param modulus of an RSA key; empty for others, and where the token does not show it
 * @param attributes what the token says; one that it does not show is absent
 */
public record CryptokiKey(
        String label, String id, String type, Optional<BigInteger> modulus, Map<KeyAttribute, Boolean> attributes) {
    private static final Map<Long, String> TYPES = Map.of(0x00L, "RSA", 0x01L, "DSA", 0x03L, "EC", 0x40L, "EdDSA");

    public CryptokiKey {
        attributes = Map.copyOf(attributes);
    }

    static CryptokiKey of(
            String label,
            byte[] id,
            long keyType,
            Optional<BigInteger> modulus,
            Map<KeyAttribute, Boolean> attributes) {
        String type = TYPES.getOrDefault(keyType, "CKK 0x" + Long.toHexString(keyType));
        return new CryptokiKey(label, HexFormat.of().formatHex(id), type, modulus, attributes);
    }

    /** Length of the modulus in bits; empty where it is not known. */
    public Optional<Integer> bits() {
        return modulus.map(BigInteger::bitLength);
    }

    /** Whether the public key belongs to this one. */
    public boolean fits(PublicKey key) {
        return key instanceof RSAPublicKey rsa && modulus.equals(Optional.of(rsa.getModulus()));
    }

    /** Whether the token says that the key can leave it, or does not say that it cannot. */
    public boolean canLeave() {
        return differs(KeyAttribute.SENSITIVE) || differs(KeyAttribute.EXTRACTABLE);
    }

    /** What the token says of both, for the vendor's support desk; {@code ?} where it is silent. */
    public String spokenCustody() {
        return "CKA_SENSITIVE = " + spoken(KeyAttribute.SENSITIVE) + ", CKA_EXTRACTABLE = "
                + spoken(KeyAttribute.EXTRACTABLE);
    }

    /** What is not as it is for a key that was made in the token and cannot leave it; what is unknown counts. */
    public List<KeyAttribute> defects() {
        return List.of(KeyAttribute.values()).stream().filter(this::differs).toList();
    }

    private String spoken(KeyAttribute attribute) {
        return Optional.ofNullable(attributes.get(attribute))
                .map(Object::toString)
                .orElse("?");
    }

    private boolean differs(KeyAttribute attribute) {
        return !Boolean.valueOf(attribute.asItShouldBe()).equals(attributes.get(attribute));
    }
}
