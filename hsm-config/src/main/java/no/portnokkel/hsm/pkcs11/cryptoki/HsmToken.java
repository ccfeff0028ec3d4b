package no.portnokkel.hsm.pkcs11.cryptoki;

import java.util.Arrays;
import java.util.EnumSet;
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
public record HsmToken(
        long slot, String label, String manufacturer, String model, String serial, Set<HsmTokenFlag> flags) {

    public HsmToken {
        flags = Set.copyOf(flags);
    }

    static HsmToken of(long slot, String label, String manufacturer, String model, String serial, long flags) {
        Set<HsmTokenFlag> set = Arrays.stream(HsmTokenFlag.values())
                .filter(flag -> (flags & flag.bit()) != 0)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(HsmTokenFlag.class)));
        return new HsmToken(slot, label, manufacturer, model, serial, set);
    }

    /** Returns what identifies this token in records of refused PINs. */
    public String identity() {
        return label + '\n' + serial;
    }

    /** Returns whether it has a label and a PIN; a blank token has no keys. */
    public boolean isInitialized() {
        return flags.contains(HsmTokenFlag.TOKEN_INITIALIZED);
    }

    /** Returns whether one more wrong PIN would lock it. */
    public boolean isOnFinalTry() {
        return flags.contains(HsmTokenFlag.USER_PIN_FINAL_TRY);
    }

    /** Returns the flags for people, separated by commas. */
    public Text describeFlags() {
        return Text.list(Arrays.stream(HsmTokenFlag.values())
                .filter(flags::contains)
                .map(HsmTokenFlag::title)
                .toList());
    }

    /** Returns whether a wrong PIN was tried since the last correct one. */
    public boolean isCountLow() {
        return flags.contains(HsmTokenFlag.USER_PIN_COUNT_LOW);
    }

    public boolean isLocked() {
        return flags.contains(HsmTokenFlag.USER_PIN_LOCKED);
    }
}
