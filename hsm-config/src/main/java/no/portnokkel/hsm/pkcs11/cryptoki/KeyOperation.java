package no.portnokkel.hsm.pkcs11.cryptoki;

import java.util.Locale;

/**
 * What a token lets a private key do.
 *
 * @see <a href="https://docs.oasis-open.org/pkcs11/pkcs11-base/v2.40/os/pkcs11-base-v2.40-os.html">PKCS #11 2.40,
 *     4.9: private key objects</a>
 */
public enum KeyOperation {
    SIGN(0x108),
    DECRYPT(0x105),
    UNWRAP(0x107),
    DERIVE(0x10C);

    private final long type;

    KeyOperation(long type) {
        this.type = type;
    }

    /** Returns the attribute ({@code CKA_…}). */
    long type() {
        return type;
    }

    /** Returns the word that scripts see, for example {@code sign}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
