package no.portnokkel.maskinporten.refusal;

import java.util.regex.Pattern;

/** Makes words from outside fit for logs and pages: one line, bounded, without persons' numbers and secrets. */
public final class UntrustedText {
    private static final Pattern PERSON = Pattern.compile("(?<![0-9])[0-9]{11}(?![0-9])");
    /** As long as a signature or the claims of a token, longer than a {@code trace_id}. */
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_+=-]{40,}");

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\s]+");

    private UntrustedText() {}

    /**
     * Returns the text on one line with what may be a person's number or a token replaced by stars.
     *
     * @param longest number of characters after which it is cut
     */
    public static String clean(String text, int longest) {
        String start = text.length() > longest * 4 ? text.substring(0, longest * 4) : text;
        String line = CONTROL.matcher(masked(start)).replaceAll(" ").strip();
        return line.length() > longest ? line.substring(0, longest) + "…" : line;
    }

    /** Returns the text with what may be a person's number or a token replaced by stars. */
    public static String masked(String text) {
        return SECRET.matcher(PERSON.matcher(text).replaceAll("***********")).replaceAll("***");
    }
}
