package no.portnokkel.testkit.state;

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
 * A JSON object read with suspicion: what is missing, of another type, or not known is an {@link IllegalArgumentException}
 * that says where.
 */
public final class JsonObject {

    private final String place;
    private final Map<String, ?> members;

    private JsonObject(String place, Map<String, ?> members) {
        this.place = place;
        this.members = members;
    }

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException it is no JSON object
     */
    public static JsonObject parse(String json) {
        if (!json.stripLeading().startsWith("{")) { // the parser takes an empty array for an empty object
            throw new IllegalArgumentException("This is no JSON object.");
        }
        try {
            return new JsonObject("", JSONObjectUtils.parse(json));
        } catch (ParseException garbage) {
            throw new IllegalArgumentException("This is no JSON object: " + garbage.getMessage(), garbage);
        }
    }

    /** Refuses members other than these. */
    public JsonObject of(String... known) {
        Set<String> strangers = new TreeSet<>(members.keySet());
        strangers.removeAll(Set.of(known));
        if (!strangers.isEmpty()) {
            throw new IllegalArgumentException((place.isEmpty() ? "The object" : place) + " does not know " + strangers
                    + "; it knows " + new TreeSet<>(Set.of(known)) + ".");
        }
        return this;
    }

    /** Returns a text that must be there. */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> wrong(name, "a text"));
    }

    /** Returns a text; empty when it is absent. */
    public Optional<String> optionalText(String name) {
        return member(name, String.class, "a text");
    }

    /** Returns a whole number; empty when it is absent. */
    public Optional<Long> optionalNumber(String name) {
        return member(name, Number.class, "a whole number").map(number -> {
            if (number.doubleValue() != number.longValue()) {
                throw wrong(name, "a whole number");
            }
            return number.longValue();
        });
    }

    /** Returns a whole number within bounds, or the usual one when it is absent. */
    public int number(String name, int least, int most, int usual) {
        long number = optionalNumber(name).orElse((long) usual);
        if (number < least || number > most) {
            throw wrong(name, "a whole number from " + least + " to " + most);
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

    /** Returns the constant whose name in lower case is written; empty when the member is absent. */
    public <E extends Enum<E>> Optional<E> constant(String name, Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        return optionalText(name)
                .map(written -> constants.stream()
                        .filter(each -> lower(each).equals(written))
                        .findFirst()
                        .orElseThrow(() -> wrong(
                                name,
                                "one of "
                                        + constants.stream()
                                                .map(JsonObject::lower)
                                                .toList())));
    }

    /** Returns yes or no. */
    public boolean flag(String name, boolean otherwise) {
        return member(name, Boolean.class, "true or false").orElse(otherwise);
    }

    /** Returns a moment; empty when it is absent. */
    public Optional<Instant> moment(String name) {
        try {
            return optionalText(name).map(Instant::parse);
        } catch (DateTimeParseException other) {
            throw new IllegalArgumentException(at(name) + " is a moment such as 2026-11-24T12:00:00Z.", other);
        }
    }

    /** Returns an object; empty when it is absent. */
    public Optional<JsonObject> object(String name) {
        return member(name, Map.class, "an object").map(object -> nested(at(name), object));
    }

    /** Returns the texts of an array; none when it is absent. */
    public List<String> texts(String name) {
        return elements(name, String.class, "an array of texts");
    }

    /** Returns what is made of each object of an array; nothing when it is absent. */
    public <T> List<T> objects(String name, Function<JsonObject, T> reader) {
        List<T> read = new ArrayList<>();
        for (Map<?, ?> element : elements(name, Map.class, "an array of objects")) {
            read.add(reader.apply(nested(at(name) + "[" + read.size() + "]", element)));
        }
        return read;
    }

    /** Returns all members, as text. */
    public Map<String, String> asTexts() {
        return members.keySet().stream().collect(Collectors.toMap(name -> name, this::text));
    }

    /** Returns the members as they are. */
    public Map<String, ?> members() {
        return members;
    }

    /** Returns a name for messages. */
    public String at(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    private <T> List<T> elements(String name, Class<T> type, String what) {
        List<?> elements = member(name, List.class, what).orElse(List.of());
        if (!elements.stream().allMatch(type::isInstance)) {
            throw wrong(name, what);
        }
        return elements.stream().<T>map(type::cast).toList();
    }

    private <T> Optional<T> member(String name, Class<T> type, String what) {
        Object value = members.get(name);
        if (members.containsKey(name) && !type.isInstance(value)) {
            throw wrong(name, what);
        }
        return Optional.ofNullable(value).map(type::cast);
    }

    private IllegalArgumentException wrong(String name, String what) {
        return new IllegalArgumentException(at(name) + " is " + what + ".");
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static JsonObject nested(String place, Map<?, ?> object) {
        Map<String, Object> members = new LinkedHashMap<>();
        object.forEach((name, value) -> members.put(String.valueOf(name), value));
        return new JsonObject(place, members);
    }
}
