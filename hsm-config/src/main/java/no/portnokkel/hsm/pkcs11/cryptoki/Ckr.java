package no.portnokkel.hsm.pkcs11.cryptoki;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A return code of a module. The resource {@code ckr.txt} lists all codes of the standard.
 *
 * @param name as the standard spells it; its number where the standard does not know it
 * @see <a href="https://docs.oasis-open.org/pkcs11/pkcs11-base/v3.0/os/pkcs11-base-v3.0-os.html">PKCS #11 3.0,
 *     5.1</a>
 */
public record Ckr(long code, String name, Remedy remedy) {
    public static final String PIN_LOCKED = "CKR_PIN_LOCKED";

    static final long OK = 0;
    static final long ALREADY_INITIALIZED = 0x191;

    /** The standard's answers for an attribute that an object does not have or show. */
    private static final Set<Long> NOT_SHOWN = Set.of(0x11L, 0x12L);
    /**
     * Other answers that concern one attribute or one object: FUNCTION_FAILED, ARGUMENTS_BAD, ATTRIBUTE_READ_ONLY,
     * ATTRIBUTE_VALUE_INVALID, ACTION_PROHIBITED, FUNCTION_NOT_SUPPORTED, OBJECT_HANDLE_INVALID, BUFFER_TOO_SMALL,
     * INFORMATION_SENSITIVE.
     */
    private static final Set<Long> REFUSED = Set.of(0x06L, 0x07L, 0x10L, 0x13L, 0x1BL, 0x54L, 0x82L, 0x150L, 0x170L);

    private static final long VENDOR_DEFINED = 0x80000000L;
    private static final Pattern CKR_PATTERN = Pattern.compile("(CKR_[A-Z0-9_]+)|^0x([0-9A-Fa-f]{8,16})$");

    private static final Map<Long, Ckr> BY_CODE =
            Table.read().stream().collect(Collectors.toUnmodifiableMap(Ckr::code, Function.identity()));
    private static final Map<String, Ckr> BY_NAME =
            BY_CODE.values().stream().collect(Collectors.toUnmodifiableMap(Ckr::name, Function.identity()));

    /** Returns the entry of the table; an unknown code is handled like the general error. */
    public static Ckr of(long code) {
        return BY_CODE.getOrDefault(code, new Ckr(code, "CKR 0x" + Long.toHexString(code), Remedy.REBUILD));
    }

    /** Returns the code in the message of an exception or one of its causes: SunPKCS11 shows it nowhere else. */
    public static Optional<Ckr> in(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher match = CKR_PATTERN.matcher(String.valueOf(cause.getMessage()));
            if (match.find()) {
                return Optional.of(
                        match.group(1) == null
                                ? of(Long.parseUnsignedLong(match.group(2), 16))
                                : BY_NAME.getOrDefault(match.group(1), new Ckr(-1, match.group(1), Remedy.REBUILD)));
            }
        }
        return Optional.empty();
    }

    /** Returns the code, or the type of the exception where there is none: for the vendor's support. */
    public static String describe(Throwable failure) {
        return in(failure).map(Ckr::name).orElseGet(() -> failure.getClass().getSimpleName());
    }

    /** Returns whether the object does not have the attribute or does not show it. */
    static boolean isNotShown(long code) {
        return NOT_SHOWN.contains(code);
    }

    /** Returns whether an attribute was refused in another way than the standard's: nothing is known about it. */
    static boolean isRefused(long code) {
        return REFUSED.contains(code) || (code & VENDOR_DEFINED) != 0;
    }

    /** What is needed after a return code of a module. */
    public enum Remedy {
        /** Nothing: it passes, and the login stays valid. */
        WAIT,
        /** A new login. */
        REBUILD,
        /** A person must correct the PIN. */
        PIN,
        /** A person must correct the key. */
        KEY,
        /** A person must correct the configuration. */
        SETUP,
        /** A person must repair the device. */
        DEVICE
    }

    /** Reads {@code ckr.txt}: each line has code, name and remedy; {@code #} starts a comment. */
    private static final class Table {
        private static final String RESOURCE = "ckr.txt";

        private Table() {}

        static List<Ckr> read() {
            try (InputStream table = Objects.requireNonNull(Table.class.getResourceAsStream(RESOURCE), RESOURCE)) {
                return new String(table.readAllBytes(), StandardCharsets.US_ASCII)
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(Table::row)
                        .toList();
            } catch (IOException torn) {
                throw new UncheckedIOException(RESOURCE, torn);
            }
        }

        private static Ckr row(String line) {
            String[] columns = line.split(" +", -1);
            return new Ckr(
                    Long.decode(columns[0]), columns[1], Ckr.Remedy.valueOf(columns[2].toUpperCase(Locale.ROOT)));
        }
    }
}
