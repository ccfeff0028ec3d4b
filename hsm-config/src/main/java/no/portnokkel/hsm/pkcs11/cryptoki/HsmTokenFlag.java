package no.portnokkel.hsm.pkcs11.cryptoki;

import java.util.Locale;
import no.portnokkel.problem.Text;

/**
 * The flags of a token that mean something to a person.
 *
 * @see <a href="https://docs.oasis-open.org/pkcs11/pkcs11-base/v2.40/os/pkcs11-base-v2.40-os.html">PKCS #11 2.40, table
 *     5: token information flags</a>
 */
public enum HsmTokenFlag {
    TOKEN_INITIALIZED(10, "klargjort", "initialised"),
    LOGIN_REQUIRED(2, "krever PIN", "needs a PIN"),
    USER_PIN_INITIALIZED(3, "PIN er satt", "PIN is set"),
    PROTECTED_AUTHENTICATION_PATH(8, "eget PIN-tastatur", "PIN pad of its own"),
    WRITE_PROTECTED(1, "skrivebeskyttet", "write-protected"),
    USER_PIN_COUNT_LOW(16, "feil PIN er forsøkt", "a wrong PIN has been tried"),
    USER_PIN_FINAL_TRY(17, "siste PIN-forsøk", "final PIN try"),
    USER_PIN_LOCKED(18, "PIN er sperret", "PIN is locked"),
    USER_PIN_TO_BE_CHANGED(19, "PIN må byttes", "PIN must be changed");

    private final int position;
    private final Text words;

    HsmTokenFlag(int position, String no, String en) {
        this.position = position;
        this.words = new Text(no, en);
    }

    long bit() {
        return 1L << position;
    }

    /** The flag as scripts see it, for example {@code user-pin-locked}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A few words for people. */
    public Text words() {
        return words;
    }
}
