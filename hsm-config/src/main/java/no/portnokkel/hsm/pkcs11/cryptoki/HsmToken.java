package no.portnokkel.hsm.pkcs11.cryptoki;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import no.portnokkel.problem.Text;

/**
 * A token as {@code C_GetTokenInfo} shows it.
 *
 * @param slot the {@code CK_SLOT_ID}
 * @param label without padding; empty while the token is blank
 * @param manufacturer without padding
 * @param model without padding
 * @param serial without padding
 * @param flags those of {@code CK_TOKEN_INFO} that mean something to a person
 */
public record HsmToken(long slot, String label, String manufacturer, String model, String serial, Set<Flag> flags) {

    public HsmToken {
        flags = Set.copyOf(flags);
    }

    static HsmToken of(long slot, String label, String manufacturer, String model, String serial, long flags) {
        Set<Flag> set = Arrays.stream(Flag.values())
                .filter(flag -> (flags & flag.bit()) != 0)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Flag.class)));
        return new HsmToken(slot, label, manufacturer, model, serial, set);
    }

    /** Returns what identifies this token in records of refused PINs. */
    public String identity() {
        return label + '\n' + serial;
    }

    /** Returns whether it has a label and a PIN; a blank token has no keys. */
    public boolean isInitialized() {
        return flags.contains(Flag.TOKEN_INITIALIZED);
    }

    /** Returns whether one more wrong PIN would lock it. */
    public boolean isOnFinalTry() {
        return flags.contains(Flag.USER_PIN_FINAL_TRY);
    }

    /** Returns the flags for people, separated by commas. */
    public Text describeFlags() {
        return Text.list(Arrays.stream(Flag.values())
                .filter(flags::contains)
                .map(Flag::title)
                .toList());
    }

    /** Returns whether a wrong PIN was tried since the last correct one. */
    public boolean isCountLow() {
        return flags.contains(Flag.USER_PIN_COUNT_LOW);
    }

    public boolean isLocked() {
        return flags.contains(Flag.USER_PIN_LOCKED);
    }

    /**
     * The token flags that mean something to a person.
     *
     * @see <a href="https://docs.oasis-open.org/pkcs11/pkcs11-base/v2.40/os/pkcs11-base-v2.40-os.html">PKCS #11 2.40,
     *     table 5: token information flags</a>
     */
    public enum Flag {
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

        Flag(int position) {
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
}
