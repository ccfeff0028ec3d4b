package no.portnokkel.testkit;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A strict reader of a JSON object. A missing member, a wrong type or an unknown member is an {@link
 * IllegalArgumentException} that names the path.
 */
final class JsonObject {

    private final String path;
    private final Map<String, ?> members;

    private JsonObject(String path, Map<String, ?> members) {
        this.path = path;
        this.members = members;
    }

    /**
     * Parses a JSON object.
     *
     * @throws IllegalArgumentException the text is not a JSON object
     */
    public static JsonObject parse(String json) {
        if (!json.stripLeading().startsWith("{")) { // the parser accepts an empty array as an empty object
            throw new IllegalArgumentException("This is not a JSON object.");
        }
        try {
            return new JsonObject("", JSONObjectUtils.parse(json));
        } catch (ParseException garbage) {
            throw new IllegalArgumentException("This is not a JSON object: " + garbage.getMessage(), garbage);
        }
    }

    /** Rejects unknown members. Returns this object. */
    public JsonObject requireKnown(String... known) {
        Set<String> unknown = new TreeSet<>(members.keySet());
        unknown.removeAll(Set.of(known));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException((path.isEmpty() ? "The object" : path) + " does not know " + unknown
                    + "; it knows " + new TreeSet<>(Set.of(known)) + ".");
        }
        return this;
    }

    /** Returns a required text. */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> invalid(name, "a text"));
    }

    /** Returns an optional text; empty when it is absent. */
    public Optional<String> optionalText(String name) {
        return member(name, String.class, "a text");
    }

    /** Returns an optional whole number; empty when it is absent. */
    public Optional<Long> optionalNumber(String name) {
        return member(name, Number.class, "a whole number").map(number -> {
            if (number.doubleValue() != number.longValue()) {
                throw invalid(name, "a whole number");
            }
            return number.longValue();
        });
    }

    /** Returns a whole number within bounds; the default when it is absent. */
    public int number(String name, int min, int max, int defaultValue) {
        long number = optionalNumber(name).orElse((long) defaultValue);
        if (number < min || number > max) {
            throw invalid(name, "a whole number from " + min + " to " + max);
        }
        return (int) number;
    }

    /** Returns a number of seconds; empty when it is absent. */
    public Optional<Duration> seconds(String name) {
        return optionalNumber(name).map(Duration::ofSeconds);
    }

    /** Returns a number of milliseconds; empty when it is absent. */
    public Optional<Duration> millis(String name) {
        return optionalNumber(name).map(Duration::ofMillis);
    }

    /** Returns the enum constant whose lower-case name is the member's value; empty when it is absent. */
    public <E extends Enum<E>> Optional<E> constant(String name, Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        return optionalText(name)
                .map(written -> constants.stream()
                        .filter(each -> lower(each).equals(written))
                        .findFirst()
                        .orElseThrow(() -> invalid(
                                name,
                                "one of "
                                        + constants.stream()
                                                .map(JsonObject::lower)
                                                .toList())));
    }

    /** Returns a boolean; the default when it is absent. */
    public boolean flag(String name, boolean defaultValue) {
        return member(name, Boolean.class, "true or false").orElse(defaultValue);
    }

    /** Returns a point in time; empty when it is absent. */
    public Optional<Instant> instant(String name) {
        try {
            return optionalText(name).map(Instant::parse);
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException(at(name) + " is a time such as 2026-11-24T12:00:00Z.", malformed);
        }
    }

    /** Returns an object; empty when it is absent. */
    public Optional<JsonObject> object(String name) {
        return member(name, Map.class, "an object").map(object -> nested(at(name), object));
    }

    /** Returns the texts of an array; an empty list when it is absent. */
    public List<String> texts(String name) {
        return elements(name, String.class, "an array of texts");
    }

    /** Reads each object of an array; returns an empty list when it is absent. */
    public <T> List<T> objects(String name, Function<JsonObject, T> reader) {
        List<T> read = new ArrayList<>();
        for (Map<?, ?> element : elements(name, Map.class, "an array of objects")) {
            read.add(reader.apply(nested(at(name) + "[" + read.size() + "]", element)));
        }
        return read;
    }

    /** Returns all members, which must be texts. */
    public Map<String, String> asTexts() {
        return members.keySet().stream().collect(Collectors.toMap(name -> name, this::text));
    }

    /** Returns the raw members. */
    public Map<String, ?> members() {
        return members;
    }

    /** Returns the full path of a member, for messages. */
    public String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private <T> List<T> elements(String name, Class<T> type, String expected) {
        List<?> elements = member(name, List.class, expected).orElse(List.of());
        if (!elements.stream().allMatch(type::isInstance)) {
            throw invalid(name, expected);
        }
        return elements.stream().<T>map(type::cast).toList();
    }

    private <T> Optional<T> member(String name, Class<T> type, String expected) {
        Object value = members.get(name);
        if (members.containsKey(name) && !type.isInstance(value)) {
            throw invalid(name, expected);
        }
        return Optional.ofNullable(value).map(type::cast);
    }

    private IllegalArgumentException invalid(String name, String expected) {
        return new IllegalArgumentException(at(name) + " is " + expected + ".");
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static JsonObject nested(String path, Map<?, ?> object) {
        Map<String, Object> members = new LinkedHashMap<>();
        object.forEach((name, value) -> members.put(String.valueOf(name), value));
        return new JsonObject(path, members);
    }
}
