package no.portnokkel.admin.json;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import no.portnokkel.control.ProblemException;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/**
 * The JSON object of a request. Every method throws {@link ProblemException} ({@code request-invalid}) that names the
 * member and never quotes its value: what lands in a wrong one may be a person's number.
 */
public final class RequestBody {
    private static final int LONGEST = 64 * 1_024;

    private static final JsonReaderFactory READERS =
            Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

    private final JsonObject object;
    private final String path;

    private RequestBody(JsonObject object, String path) {
        this.object = object;
        this.path = path;
    }

    /**
     * Reads the object, and refuses members that are not {@code known}.
     *
     * @throws IOException when the connection ends early
     */
    public static RequestBody read(InputStream body, String... known) throws IOException {
        byte[] bytes = body.readNBytes(LONGEST + 1);
        if (bytes.length > LONGEST) {
            throw refused(Text.message("request-body.if"));
        }
        try (JsonReader reader = READERS.createReader(new ByteArrayInputStream(bytes))) {
            if (reader.readValue() instanceof JsonObject object) {
                return new RequestBody(object, "").knowing(known);
            }
        } catch (JsonException
                | IllegalStateException malformed) { // the latter for an empty body and a name said twice
            throw refused(Text.message("request-body.if-2"));
        }
        throw refused(Text.message("request-body.if-3"));
    }

    RequestBody knowing(String... known) {
        Set<String> allowed = Set.of(known);
        List<String> unknown = object.keySet().stream()
                .filter(name -> !allowed.contains(name))
                .map(this::shown)
                .toList();
        if (!unknown.isEmpty()) {
            String names = String.join(", ", unknown);
            String choices = String.join(", ", Arrays.asList(known));
            throw ProblemException.of(
                    ProblemCode.REQUEST_INVALID,
                    Text.message("request-body.choices", Map.of("names", names)),
                    Text.message("request-body.choices-2", Map.of("choices", choices)));
        }
        return this;
    }

    /** A name is the caller's own text: cut, and without what could break a line. */
    private String shown(String name) {
        String cut = name.length() > 40 ? name.substring(0, 40) + "…" : name;
        return path + cut.replaceAll("[^A-Za-z0-9_.…-]", "?").replaceAll("[0-9]{11}", "***********");
    }

    /** A string that must be there. */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> wrong(name, Text.message("request-body.text")));
    }

    /** A string that may be left out. */
    public Optional<String> optionalText(String name) {
        return member(
                name,
                Text.message("request-body.optional-text"),
                value -> value instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty());
    }

    /** A string with spaces between its words, or an array of strings; none when it is left out. */
    List<String> words(String name) {
        Text expected = Text.message("request-body.expected");
        return member(name, expected, RequestBody::words).orElse(List.of());
    }

    private static Optional<List<String>> words(JsonValue value) {
        if (value instanceof JsonString text) {
            return Optional.of(Stream.of(text.getString().strip().split("\\s+", -1))
                    .filter(word -> !word.isEmpty())
                    .toList());
        }
        if (value instanceof JsonArray array && array.stream().allMatch(JsonString.class::isInstance)) {
            return Optional.of(array.getValuesAs(JsonString::getString));
        }
        return Optional.empty();
    }

    /** True or false; false when it is left out. */
    boolean flag(String name) {
        return member(
                        name,
                        Text.message("request-body.flag"),
                        value -> value == JsonValue.TRUE || value == JsonValue.FALSE
                                ? Optional.of(value == JsonValue.TRUE)
                                : Optional.empty())
                .orElse(false);
    }

    /** An array of objects; none when it is left out. */
    List<RequestBody> objects(String name) {
        return member(name, Text.message("request-body.objects"), value -> {
                    if (!(value instanceof JsonArray array)) {
                        return Optional.empty();
                    }
                    List<RequestBody> bodies = new ArrayList<>();
                    for (JsonValue element : array) {
                        if (!(element instanceof JsonObject inner)) {
                            return Optional.empty();
                        }
                        bodies.add(new RequestBody(inner, path + name + "."));
                    }
                    return Optional.of(List.copyOf(bodies));
                })
                .orElse(List.of());
    }

    /** An object that must be there. */
    RequestBody object(String name) {
        Text expected = Text.message("request-body.expected-2");
        return member(
                        name,
                        expected,
                        value -> value instanceof JsonObject inner
                                ? Optional.of(new RequestBody(inner, path + name + "."))
                                : Optional.<RequestBody>empty())
                .orElseThrow(() -> wrong(name, expected));
    }

    private <T> Optional<T> member(String name, Text expected, Function<JsonValue, Optional<T>> reading) {
        JsonValue value = object.get(name);
        if (value == null) {
            return Optional.empty();
        }
        return Optional.of(reading.apply(value).orElseThrow(() -> wrong(name, expected)));
    }

    /** The refusal of a member that is not what it should be. */
    ProblemException wrong(String name, Text expected) {
        return refused(Text.message("request-body.wrong", Map.of("path", path, "name", name, "expected", expected)));
    }

    private static ProblemException refused(Text detail) {
        return ProblemException.of(ProblemCode.REQUEST_INVALID, detail, Text.message("request-body.refused"));
    }
}
