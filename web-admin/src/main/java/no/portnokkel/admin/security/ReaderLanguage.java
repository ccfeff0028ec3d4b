package no.portnokkel.admin.security;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the language of a response from {@code Accept-Language} (RFC 9110, section 12.5.4). Reads leniently: what is
 * malformed counts for nothing, since JAX-RS implementations answer 500 for it.
 */
public final class ReaderLanguage {
    private static final int MAX_LENGTH = 200;

    private ReaderLanguage() {}

    /**
     * Returns Norwegian or English.
     *
     * @param headers the values of all {@code Accept-Language} headers; null or none means English
     */
    public static Locale of(@Nullable List<String> headers) {
        if (headers == null) {
            return Locale.ENGLISH;
        }
        double best = 0;
        Locale chosen = Locale.ENGLISH;
        String joined = String.join(",", headers);
        String bounded = joined.length() > MAX_LENGTH ? joined.substring(0, MAX_LENGTH) : joined;
        for (String range : bounded.split(",", -1)) {
            String[] parts = range.strip().toLowerCase(Locale.ROOT).split(";", -1);
            double weight = weight(parts);
            if (weight > best && parts[0].matches("(nb|nn|no|en)(-.*)?")) {
                best = weight;
                chosen = parts[0].startsWith("n") ? Locale.forLanguageTag("nb") : Locale.ENGLISH;
            }
        }
        return chosen;
    }

    private static double weight(String[] parts) {
        for (int index = 1; index < parts.length; index++) {
            String parameter = parts[index].strip();
            if (parameter.startsWith("q=")) {
                String value = parameter.substring(2).strip();
                return value.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(value) : 0;
            }
        }
        return 1;
    }
}
