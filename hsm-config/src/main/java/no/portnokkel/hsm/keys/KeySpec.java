package no.portnokkel.hsm.keys;

import java.util.Set;

/**
 * An RSA key to generate.
 *
 * @param label the {@code CKA_LABEL}, by which the configuration selects the key
 * @param bits length of the modulus: 2048, 3072 or 4096
 */
public record KeySpec(String label, int bits) {
    private static final Set<Integer> SIZES = Set.of(2048, 3072, 4096);

    /** @throws KeyRejectedException {@link RequestRejection.LabelWrong} or {@link PolicyRejection.SizeRefused} */
    public KeySpec {
        // SunPKCS11 interprets '/', and loses the certificates of labels beyond ASCII; 64 is the maximum of a common
        // name.
        if (!label.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new KeyRejectedException(new RequestRejection.LabelWrong(label));
        }
        if (!SIZES.contains(bits)) {
            throw new KeyRejectedException(new PolicyRejection.SizeRefused(bits));
        }
    }

    /**
     * Returns the specification of a key with a type given by name.
     *
     * @throws KeyRejectedException as the constructor, or {@link PolicyRejection.TypeRefused} when the type is not
     *     {@code RSA}
     */
    public static KeySpec of(String label, String type, int bits) {
        if (!type.equalsIgnoreCase("RSA")) {
            throw new KeyRejectedException(new PolicyRejection.TypeRefused(type));
        }
        return new KeySpec(label, bits);
    }
}
