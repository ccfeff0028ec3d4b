package no.portnokkel.problem;

import java.io.Serializable;
import java.util.Locale;

/**
 * One sentence in the two languages of operators and officers. Never holds a secret.
 *
 * @param no Norwegian bokmål
 * @param en English
 */
public record Text(String no, String en) implements Serializable {

    /** Returns what is the same in both languages: names, numbers, keys. */
    public static Text of(String words) {
        return new Text(words, words);
    }

    /**
     * Returns the Norwegian text for {@code nb}, {@code nn} and {@code no}, else the English one.
     *
     * @param locale the reader's; only its language counts
     */
    public String in(Locale locale) {
        return switch (locale.getLanguage()) {
            case "nb", "nn", "no" -> no;
            default -> en;
        };
    }
}
