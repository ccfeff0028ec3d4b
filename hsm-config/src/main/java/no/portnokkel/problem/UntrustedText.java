package no.portnokkel.problem;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The one place that makes text of other systems and of callers fit for logs, pages and JSON. Invisible characters (all of
 * {@code \p{C}}, {@code \p{Zl}} and {@code \p{Zp}}: controls, bidirectional overrides, zero-width characters, line
 * separators, lone surrogates) are shown as {@code \\u202e}, so that nobody can hide or reorder what a person reads.
 */
public final class UntrustedText {
    /**
     * Matches a trace id (W3C Trace Context) or a UUID as a whole, before eleven digits within it can look like a national
     * identity number; otherwise such a number.
     */
    private static final Pattern TRACE_OR_PERSON = Pattern.compile(
            "((?<![0-9A-Za-z])(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9A-Za-z]))"
                    + "|(?<![0-9])[0-9]{11}(?![0-9])");

    /** Matches signatures and the claims of a token; longer than a {@code trace_id}. */
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_+=-]{40,}");

    private static final Pattern SPACE = Pattern.compile("[\\p{Cntrl}\\s]+");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}&&[^\\n\\r\\t]]");
    /** Matches letters and symbols that have no ink: fillers of Hangul, the empty Braille pattern. */
    private static final Pattern BLANK = Pattern.compile("[\\s\\p{Z}\\p{C}\\u115F\\u1160\\u2800\\u3164\\uFFA0]*");

    private UntrustedText() {}

    /**
     * Returns the text on one line, with invisible characters escaped, and possible national identity numbers and tokens
     * replaced by asterisks.
     *
     * @param longest the maximum length in characters; longer text is truncated
     */
    public static String clean(String text, int longest) {
        String start = text.length() > longest * 4 ? text.substring(0, longest * 4) : text;
        String line = oneLine(masked(start));
        if (line.length() <= longest) {
            return line;
        }
        boolean splitsPair = Character.isHighSurrogate(line.charAt(longest - 1));
        return line.substring(0, splitsPair ? longest - 1 : longest) + "…";
    }

    /** Returns the text with possible national identity numbers and tokens replaced by asterisks. */
    public static String masked(String text) {
        String withoutPersons = TRACE_OR_PERSON
                .matcher(text)
                .replaceAll(match -> match.group(1) == null ? "***********" : match.group());
        return SECRET.matcher(withoutPersons).replaceAll("***");
    }

    /** Returns the text on one line, with invisible characters escaped. */
    public static String oneLine(String text) {
        return escaped(SPACE.matcher(text).replaceAll(" ").strip());
    }

    /** Returns the text with invisible characters escaped. Line breaks and tabs remain. */
    public static String escaped(String text) {
        return INVISIBLE.matcher(text).replaceAll(UntrustedText::escape);
    }

    private static String escape(MatchResult invisible) {
        return invisible.group().chars().mapToObj("\\\\u%04x"::formatted).collect(Collectors.joining());
    }

    /** Returns whether {@link #escaped} would change the text. */
    public static boolean hasInvisible(String text) {
        return INVISIBLE.matcher(text).find();
    }

    /** Returns whether a reader would see nothing. */
    public static boolean isBlank(String text) {
        return BLANK.matcher(text).matches();
    }
}
