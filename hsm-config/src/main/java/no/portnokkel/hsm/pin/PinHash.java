package no.portnokkel.hsm.pin;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A salted hash that makes guessing PINs slow. A PIN of a few digits can still be found from it, so it is stored in a
 * file that only we can read.
 *
 * @see <a href="https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#pbkdf2">OWASP,
 *     PBKDF2 with HMAC-SHA512: 210,000 iterations (seen 2026-11-24)</a>
 */
record PinHash(int iterations, String saltHex, String hashHex) {
    private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
    private static final int ITERATIONS = 210_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    static PinHash of(Pin pin, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PinHash(
                ITERATIONS, HexFormat.of().formatHex(salt), HexFormat.of().formatHex(derive(pin, salt, ITERATIONS)));
    }

    boolean matches(Pin pin) {
        byte[] salt = HexFormat.of().parseHex(saltHex);
        return MessageDigest.isEqual(HexFormat.of().parseHex(hashHex), derive(pin, salt, iterations));
    }

    private static byte[] derive(Pin pin, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(pin.chars(), salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException impossible) { // every Java platform has had it since Java 8
            throw new IllegalStateException(ALGORITHM, impossible);
        } finally {
            spec.clearPassword();
        }
    }
}
