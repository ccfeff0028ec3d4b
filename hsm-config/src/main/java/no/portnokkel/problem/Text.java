package no.portnokkel.problem;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import no.portnokkel.message.MessageCatalogue;

/**
 * One text in the two languages of operators and security officers, taken from the {@link MessageCatalogue}. Never
 * holds a secret.
 *
 * @param no Norwegian bokmål
 * @param en English
 */
public record Text(String no, String en) implements Serializable {

    /** Returns the text of a message without arguments. */
    public static Text message(String key) {
        return message(key, Map.of());
    }

    /**
     * Returns the text of a message.
     *
     * @param key in the catalogue
     * @param arguments values by name; one that is a {@link Text} itself is shown in the language of the message
     */
    public static Text message(String key, Map<String, ?> arguments) {
        return new Text(
                MessageCatalogue.NORWEGIAN.format(key, inLanguage(arguments, Text::no)),
                MessageCatalogue.ENGLISH.format(key, inLanguage(arguments, Text::en)));
    }

    /** Returns a text that is the same in both languages, such as a name, a number or a configuration key. */
    public static Text verbatim(String words) {
        return new Text(words, words);
    }

    /** Returns the same as {@link #verbatim}: the name that earlier releases published. */
    public static Text of(String words) {
        return verbatim(words);
    }

    /** Returns the texts in order, separated by commas. */
    public static Text list(Collection<Text> texts) {
        return new Text(
                texts.stream().map(Text::no).collect(Collectors.joining(", ")),
                texts.stream().map(Text::en).collect(Collectors.joining(", ")));
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

    private static Map<String, Object> inLanguage(Map<String, ?> arguments, Function<Text, String> language) {
        Map<String, Object> translated = new HashMap<>();
        arguments.forEach(
                (name, value) -> translated.put(name, value instanceof Text text ? language.apply(text) : value));
        return translated;
    }
}
