package no.portnokkel.testkit.hsm;

/**
 * An RSA key to generate in an HSM token.
 *
 * @param label of key and certificate
 * @param bits length of the modulus: 2048 or 3072
 * @param exportable true only for tests that an exportable key is rejected
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

    /** Returns a non-exportable key of 2048 bits. */
    public static TokenKey labelled(String label) {
        return new TokenKey(label, 2048, false);
    }

    /** Returns the same key with a modulus of 3072 bits, which Norwegian issuers require since 2022. */
    public TokenKey of3072Bits() {
        return new TokenKey(label, 3072, exportable);
    }

    /** Returns the same key without protection: not sensitive, and extractable. */
    public TokenKey exportableAgainstTheRules() {
        return new TokenKey(label, bits, true);
    }
}
