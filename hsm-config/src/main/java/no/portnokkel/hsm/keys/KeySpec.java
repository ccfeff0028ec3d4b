package no.portnokkel.hsm.keys;

import java.util.Set;

/**
 * An RSA key that is to be made.
 *
 * @param label the {@code CKA_LABEL}, by which it is chosen in the configuration
 * @param bits length of the modulus: 2048, 3072 or 4096
 */
public record KeySpec(String label, int bits) {
    private static final Set<Integer> SIZES = Set.of(2048, 3072, 4096);

    /** @throws KeyRejectedException {@link RequestRejection.LabelWrong} or {@link PolicyRejection.SizeRefused} */
    public KeySpec {
        // SunPKCS11 gives '/' a meaning, and loses the certificates of labels beyond ASCII; 64 is the longest common
        // name.
        if (!label.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new KeyRejectedException(new RequestRejection.LabelWrong(label));
        }
        if (!SIZES.contains(bits)) {
            throw new KeyRejectedException(new PolicyRejection.SizeRefused(bits));
        }
    }

    /**
     * Returns a key of a type that somebody asked for by name.
     *
     * @throws KeyRejectedException as the constructor, or {@link PolicyRejection.TypeRefused} when it is not {@code RSA}
     */
    public static KeySpec of(String label, String type, int bits) {
        if (!type.equalsIgnoreCase("RSA")) {
            throw new KeyRejectedException(new PolicyRejection.TypeRefused(type));
        }
        return new KeySpec(label, bits);
    }
}
