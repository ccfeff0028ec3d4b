package no.portnokkel.hsm.pkcs11.cryptoki;

import java.util.Locale;
import no.portnokkel.problem.Text;

/**
 * The token flags that mean something to a person.
 *
 * @see <a href="https://docs.oasis-open.org/pkcs11/pkcs11-base/v2.40/os/pkcs11-base-v2.40-os.html">PKCS #11 2.40,
 *     table 5: token information flags</a>
 */
public enum HsmTokenFlag {
    TOKEN_INITIALIZED(10),
    LOGIN_REQUIRED(2),
    USER_PIN_INITIALIZED(3),
    PROTECTED_AUTHENTICATION_PATH(8),
    WRITE_PROTECTED(1),
    USER_PIN_COUNT_LOW(16),
    USER_PIN_FINAL_TRY(17),
    USER_PIN_LOCKED(18),
    USER_PIN_TO_BE_CHANGED(19);

    private final int position;

    HsmTokenFlag(int position) {
        this.position = position;
    }

    long bit() {
        return 1L << position;
    }

    /** Returns the flag that scripts see, for example {@code user-pin-locked}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns a few words for people. */
    public Text title() {
        return Text.message("token-flag." + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
