package no.portnokkel.hsm.pkcs11.cryptoki;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A private key as the token shows it, with or without a certificate.
 *
 * @param label the {@code CKA_LABEL}; may be empty
 * @param id the {@code CKA_ID} in hexadecimal, which links key and certificate; may be empty
 * @param type for example {@code RSA}
 * @param modulus of an RSA key; empty for others, and where the token does not show it
 * @param alwaysAuthenticates whether the token wants the PIN at each use ({@code CKA_ALWAYS_AUTHENTICATE})
 * @param attributes those that the token shows
 * @param operations those of which the token tells whether the key may be used for them
 * @param refusals names of the codes with which the token refused others, where the standard has another code for it
 */
public record CryptokiKey(
        String label,
        String id,
        String type,
        Optional<BigInteger> modulus,
        boolean alwaysAuthenticates,
        Map<KeyAttribute, Boolean> attributes,
        Map<KeyOperation, Boolean> operations,
        Map<KeyAttribute, String> refusals) {
    private static final Map<Long, String> TYPES = Map.of(0x00L, "RSA", 0x01L, "DSA", 0x03L, "EC", 0x40L, "EdDSA");

    public CryptokiKey {
        attributes = Map.copyOf(attributes);
        operations = Map.copyOf(operations);
        refusals = Map.copyOf(refusals);
    }

    static CryptokiKey of(
            String label,
            byte[] id,
            long keyType,
            Optional<BigInteger> modulus,
            boolean alwaysAuthenticates,
            Map<KeyAttribute, Boolean> attributes,
            Map<KeyOperation, Boolean> operations,
            Map<KeyAttribute, String> refusals) {
        return new CryptokiKey(
                label,
                HexFormat.of().formatHex(id),
                type(keyType),
                modulus,
                alwaysAuthenticates,
                attributes,
                operations,
                refusals);
    }

    static String type(long keyType) {
        return TYPES.getOrDefault(keyType, "CKK 0x" + Long.toHexString(keyType));
    }

    /** Returns what distinguishes it from a key with the same label and id. */
    public String describe() {
        String size = bits().map(bits -> " " + bits).orElse("");
        String start = modulus.map(value -> ", modulus " + value.toString(16).substring(0, 8) + "…")
                .orElse("");
        return type + size + ", CKA_LABEL " + label + ", CKA_ID " + id + start;
    }

    /** Returns the length of the modulus in bits; empty when unknown. */
    public Optional<Integer> bits() {
        return modulus.map(BigInteger::bitLength);
    }

    /** Returns whether the public key belongs to this key. */
    public boolean fits(PublicKey key) {
        return key instanceof RSAPublicKey rsa && modulus.equals(Optional.of(rsa.getModulus()));
    }

    /** Returns whether the public key may belong to this key: a key other than RSA shows only its type. */
    public boolean mayFit(PublicKey key) {
        return modulus.isPresent() ? fits(key) : type.equals(key.getAlgorithm());
    }

    /** Returns whether the token says that the key can leave it, or does not say that it cannot. */
    public boolean isExportable() {
        return deviates(KeyAttribute.SENSITIVE) || deviates(KeyAttribute.EXTRACTABLE);
    }

    /** Returns both attributes for the vendor's support; {@code ?} and the code for one that the token does not show. */
    public String describeProtection() {
        return "CKA_SENSITIVE = " + describe(KeyAttribute.SENSITIVE) + ", CKA_EXTRACTABLE = "
                + describe(KeyAttribute.EXTRACTABLE);
    }

    /**
     * Returns the attributes that differ from those of a key that was made in the token and cannot leave it; unknown
     * ones count.
     */
    public List<KeyAttribute> defects() {
        return List.of(KeyAttribute.values()).stream().filter(this::deviates).toList();
    }

    /**
     * Returns what differs from a key that only signs: signing, if the token does not say that it may; other operations, if the
     * token says that it may.
     */
    public List<KeyOperation> unwantedOperations() {
        return List.of(KeyOperation.values()).stream()
                .filter(operation -> operation == KeyOperation.SIGN ^ Boolean.TRUE.equals(operations.get(operation)))
                .toList();
    }

    private String describe(KeyAttribute attribute) {
        Boolean value = attributes.get(attribute);
        String refusal = refusals.get(attribute);
        return value != null ? value.toString() : refusal == null ? "?" : "? (" + refusal + ")";
    }

    private boolean deviates(KeyAttribute attribute) {
        return !Boolean.valueOf(attribute.requiredValue()).equals(attributes.get(attribute));
    }
}
