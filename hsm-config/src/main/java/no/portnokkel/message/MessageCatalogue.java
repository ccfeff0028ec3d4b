package no.portnokkel.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * All texts of one language, by key. A text may contain named arguments, {@code {token}}; any other brace is literal
 * text. Immutable and thread safe.
 */
public final class MessageCatalogue {
    /** Norwegian bokmål: {@code messages_nb.properties}. */
    public static final MessageCatalogue NORWEGIAN = load("nb");

    /** English: {@code messages_en.properties}. */
    public static final MessageCatalogue ENGLISH = load("en");

    private static final Pattern ARGUMENT = Pattern.compile("\\{([a-z][A-Za-z0-9]*)}");

    private final Map<String, String> texts;

    private MessageCatalogue(Map<String, String> texts) {
        this.texts = texts;
    }

    /**
     * Returns the text of a key with its arguments filled in. Never throws, so that a mistake here hides no problem:
     * an unknown key is returned as it is, and an argument without a value stays as {@code {name}}.
     *
     * @param arguments values by name, shown by {@code toString()}
     */
    public String format(String key, Map<String, ?> arguments) {
        String text = texts.getOrDefault(key, key);
        return ARGUMENT.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(Optional.<Object>ofNullable(arguments.get(found.group(1)))
                        .orElse(found.group())
                        .toString()));
    }

    /** Returns the raw text of a key, with its arguments as {@code {name}}; empty when the key is unknown. */
    public Optional<String> find(String key) {
        return Optional.ofNullable(texts.get(key));
    }

    /** Returns all keys, sorted. */
    public Set<String> keys() {
        return new TreeSet<>(texts.keySet());
    }

    /** Returns the argument names in the text of a key, in order; empty when the key is unknown. */
    public Set<String> arguments(String key) {
        Set<String> names = new LinkedHashSet<>();
        ARGUMENT.matcher(texts.getOrDefault(key, ""))
                .results()
                .map(found -> found.group(1))
                .forEach(names::add);
        return names;
    }

    private static MessageCatalogue load(String language) {
        String resource = "messages_" + language + ".properties";
        Properties texts = new Properties();
        try (InputStream stream = MessageCatalogue.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("The jar lacks " + resource + ".");
            }
            texts.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The jar's " + resource + " cannot be read.", unreadable);
        }
        return new MessageCatalogue(texts.stringPropertyNames().stream()
                .collect(Collectors.toUnmodifiableMap(key -> key, texts::getProperty)));
    }
}
