package no.portnokkel.hsm.ceremony;

import java.util.Set;

/**
 * An RSA key that is to be made.
 *
 * @param label the {@code CKA_LABEL}, by which it is chosen in the configuration
 * @param bits length of the modulus: 2048, 3072 or 4096
 */
public record NewKey(String label, int bits) {
    private static final Set<Integer> SIZES = Set.of(2048, 3072, 4096);

    /** @throws CeremonyException {@link RequestRefusal.LabelWrong} or {@link PolicyRefusal.SizeRefused} */
    public NewKey {
        // SunPKCS11 gives '/' a meaning, and loses the certificates of labels beyond ASCII; 64 is the longest common
        // name.
        if (!label.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new CeremonyException(new RequestRefusal.LabelWrong(label));
        }
        if (!SIZES.contains(bits)) {
            throw new CeremonyException(new PolicyRefusal.SizeRefused(bits));
        }
    }

    /**
     * Returns a key of a type that somebody asked for by name.
     *
     * @throws CeremonyException as the constructor, or {@link PolicyRefusal.TypeRefused} when it is not {@code RSA}
     */
    public static NewKey of(String label, String type, int bits) {
        if (!type.equalsIgnoreCase("RSA")) {
            throw new CeremonyException(new PolicyRefusal.TypeRefused(type));
        }
        return new NewKey(label, bits);
    }
}
