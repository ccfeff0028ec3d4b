package no.portnokkel.hsm.pkcs11.cryptoki;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The return codes of a module that we tell apart, by remedy. SunPKCS11 shows them only as the message of a cause.
 *
 * @see <a href="https://docs.oasis-open.org/pkcs11/pkcs11-base/v2.40/os/pkcs11-base-v2.40-os.html">PKCS #11 2.40</a>
 */
public final class Ckr {
    public static final long OK = 0;
    public static final long ALREADY_INITIALIZED = 0x191;
    public static final String PIN_LOCKED = "CKR_PIN_LOCKED";

    private static final Set<Long> NOT_SHOWN = Set.of(0x11L, 0x12L); // ATTRIBUTE_SENSITIVE, ATTRIBUTE_TYPE_INVALID
    private static final Pattern NAME = Pattern.compile("CKR_[A-Z0-9_]+");
    private static final Set<String> REFUSED =
            Set.of("CKR_PIN_INCORRECT", "CKR_PIN_INVALID", "CKR_PIN_LEN_RANGE", "CKR_PIN_EXPIRED", PIN_LOCKED);
    private static final Set<String> KEY_NOT_USABLE = Set.of(
            "CKR_KEY_FUNCTION_NOT_PERMITTED",
            "CKR_KEY_TYPE_INCONSISTENT",
            "CKR_KEY_SIZE_RANGE",
            "CKR_MECHANISM_INVALID");
    private static final Map<Long, String> NAMES = Map.of(
            0x03L, "CKR_SLOT_ID_INVALID",
            0x05L, "CKR_GENERAL_ERROR",
            0x06L, "CKR_FUNCTION_FAILED",
            0x30L, "CKR_DEVICE_ERROR",
            0x32L, "CKR_DEVICE_REMOVED",
            0xE0L, "CKR_TOKEN_NOT_PRESENT",
            0xE1L, "CKR_TOKEN_NOT_RECOGNIZED",
            0x190L, "CKR_CRYPTOKI_NOT_INITIALIZED");

    private Ckr() {}

    /** The name of a code, or its number in hexadecimal. */
    public static String name(long code) {
        return NAMES.getOrDefault(code, "CKR 0x" + Long.toHexString(code));
    }

    /** Whether the token has no such attribute, or keeps it to itself. */
    static boolean isNotShown(long code) {
        return NOT_SHOWN.contains(code);
    }

    /** Returns the code that an exception or one of its causes speaks of. */
    public static Optional<String> in(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher name = NAME.matcher(String.valueOf(cause.getMessage()));
            if (name.find()) {
                return Optional.of(name.group());
            }
        }
        return Optional.empty();
    }

    /** The code, or the kind of exception where there is none: for the vendor's support desk. */
    public static String spoken(Throwable failure) {
        return in(failure).orElseGet(() -> failure.getClass().getSimpleName());
    }

    /** Whether the token refused this PIN, so that it must not be presented again. */
    public static boolean isPinRefused(String ckr) {
        return REFUSED.contains(ckr);
    }

    /** Whether another key would do what this one does not. */
    public static boolean isKeyNotUsable(String ckr) {
        return KEY_NOT_USABLE.contains(ckr);
    }
}
