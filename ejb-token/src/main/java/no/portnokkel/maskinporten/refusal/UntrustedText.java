package no.portnokkel.maskinporten.refusal;

import java.util.regex.Pattern;

/** Sanitizes text from other systems for logs and pages: one line of limited length, without identity numbers and secrets. */
public final class UntrustedText {
    private static final Pattern PERSON = Pattern.compile("(?<![0-9])[0-9]{11}(?![0-9])");
    /** Matches signatures and the claims of a token; longer than a {@code trace_id}. */
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_+=-]{40,}");

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\s]+");

    private UntrustedText() {}

    /**
     * Returns the text on one line, with possible national identity numbers and tokens replaced by asterisks.
     *
     * @param longest the maximum length in characters; longer text is truncated
     */
    public static String clean(String text, int longest) {
        String start = text.length() > longest * 4 ? text.substring(0, longest * 4) : text;
        String line = CONTROL.matcher(masked(start)).replaceAll(" ").strip();
        return line.length() > longest ? line.substring(0, longest) + "…" : line;
    }

    /** Returns the text with possible national identity numbers and tokens replaced by asterisks. */
    public static String masked(String text) {
        return SECRET.matcher(PERSON.matcher(text).replaceAll("***********")).replaceAll("***");
    }
}
