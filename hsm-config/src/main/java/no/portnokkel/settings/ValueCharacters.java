package no.portnokkel.settings;

import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import no.portnokkel.files.SecretLine;
import no.portnokkel.problem.Text;

/**
 * The characters of configured ids and labels. A page, an editor or a document adds characters when a person copies an id: a
 * no-break space, a zero-width space, a soft hyphen, typographic quotes. They would be a part of the id, and Maskinporten would refuse
 * it with a text that looks right.
 */
public final class ValueCharacters {
    private static final String QUOTES = "\"'`\\";

    private ValueCharacters() {}

    /**
     * Returns the value if it consists of visible ASCII characters without quotes and backslashes.
     *
     * @throws WrongValueException names the first other character by its code point and position
     */
    public static String requireIdentifier(String value) {
        return require(value, character -> character <= ' ' || character > '~' || QUOTES.indexOf(character) >= 0);
    }

    /**
     * Returns the value if it consists of characters that a reader sees, without some others.
     *
     * @throws WrongValueException names the first other character by its code point and position
     */
    public static String requireVisible(String value, String forbidden) {
        return require(value, character -> SecretLine.isInvisible(character) || forbidden.indexOf(character) >= 0);
    }

    /** Returns the code point and position of the first character that a reader does not see; a blank is seen. Empty if there is none. */
    public static Optional<Text> invisible(String value) {
        return first(value, SecretLine::isInvisible);
    }

    /** Returns the value with each character that a reader does not see escaped, for example {@code \\u00a0}. */
    public static String escaped(String value) {
        StringBuilder escaped = new StringBuilder();
        value.codePoints().forEach(character -> {
            if (SecretLine.isInvisible(character)) {
                Character.toString(character).chars().forEach(unit -> escaped.append("\\u%04x".formatted(unit)));
            } else {
                escaped.appendCodePoint(character);
            }
        });
        return escaped.toString();
    }

    private static String require(String value, IntPredicate refused) {
        first(value, refused).ifPresent(found -> {
            throw new WrongValueException(Text.message("configuration-value.character", Map.of("character", found)));
        });
        return value;
    }

    private static Optional<Text> first(String value, IntPredicate wanted) {
        int[] characters = value.codePoints().toArray();
        return IntStream.range(0, characters.length)
                .filter(index -> wanted.test(characters[index]))
                .mapToObj(index -> Text.message(
                        "configuration-value.position",
                        Map.of("character", "U+%04X".formatted(characters[index]), "position", index + 1)))
                .findFirst();
    }
}
