package no.portnokkel.testkit.hsm;

/**
 * An RSA key to be made in a token.
 *
 * @param label the alias under which key and certificate are found
 * @param bits length of the modulus: 2048 or 3072
 * @param exportable false as it should be; true makes the key that an HSM must not have, for tests of the refusal
 */
public record TokenKey(String label, int bits, boolean exportable) {

    public TokenKey {
        if (label.isBlank()) {
            throw new IllegalArgumentException("A key needs a label.");
        }
        if (bits != 2048 && bits != 3072) {
            throw new IllegalArgumentException("A test key has 2048 or 3072 bits, not " + bits + ".");
        }
    }

    /** Returns a key of 2048 bits that cannot leave the token. */
    public static TokenKey labelled(String label) {
        return new TokenKey(label, 2048, false);
    }

    /** Returns the same key with a modulus of 3072 bits, as Norwegian issuers want it since 2022. */
    public TokenKey of3072Bits() {
        return new TokenKey(label, 3072, exportable);
    }

    /** Returns the same key without the protection: neither sensitive nor bound to the token. */
    public TokenKey exportableAgainstTheRules() {
        return new TokenKey(label, bits, true);
    }
}
