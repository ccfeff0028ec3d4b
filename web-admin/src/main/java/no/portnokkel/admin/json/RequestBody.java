package no.portnokkel.admin.json;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonConfig;
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
import no.portnokkel.problem.UntrustedText;

/**
 * The JSON object in the body of a request. Every method throws {@link ProblemException} ({@code request-invalid}) for an
 * invalid member. The problem names the member and never quotes its value, which may be a person's number.
 */
public final class RequestBody {
    private static final int MAX_BYTES = 64 * 1_024;
    private static final int MAX_QUOTED = 40; // characters of the caller's own text

    private static final JsonReaderFactory READER_FACTORY =
            Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

    private final JsonObject object;
    private final String path;

    private RequestBody(JsonObject object, String path) {
        this.object = object;
        this.path = path;
    }

    /**
     * Reads the object.
     *
     * @param known names of the allowed members
     * @throws IOException when the connection is closed before the end of the body
     */
    public static RequestBody read(InputStream body, String... known) throws IOException {
        return read(body.readNBytes(MAX_BYTES + 1), known);
    }

    /** Reads the object as {@link #read}; an empty body is an object without members. */
    public static RequestBody readOptional(InputStream body, String... known) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        return bytes.length == 0 ? new RequestBody(JsonValue.EMPTY_JSON_OBJECT, "") : read(bytes, known);
    }

    private static RequestBody read(byte[] bytes, String... known) {
        if (bytes.length > MAX_BYTES) {
            throw invalidBody(Text.message("request-invalid.body-too-long.detail"));
        }
        if (parse(bytes) instanceof JsonObject object) {
            return new RequestBody(object, "").requireKnown(known);
        }
        throw invalidBody(Text.message("request-invalid.body-not-object.detail"));
    }

    private static JsonValue parse(byte[] bytes) {
        try (JsonReader reader = READER_FACTORY.createReader(new ByteArrayInputStream(bytes))) {
            return reader.readValue();
        } catch (RuntimeException
                | StackOverflowError malformed) { // parsers differ in how they reject, above all depth
            throw invalidBody(Text.message("request-invalid.body-not-json.detail"));
        }
    }

    public RequestBody requireKnown(String... known) {
        Set<String> allowed = Set.of(known);
        List<String> unknown = object.keySet().stream()
                .filter(name -> !allowed.contains(name))
                .map(name -> path + UntrustedText.clean(name, MAX_QUOTED))
                .toList();
        if (!unknown.isEmpty()) {
            throw ProblemException.of(
                    ProblemCode.REQUEST_INVALID,
                    "request-invalid.unknown-member",
                    Map.of("members", String.join(", ", unknown), "allowed", String.join(", ", Arrays.asList(known))));
        }
        return this;
    }

    /** Returns a required string. */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> invalidMember(name, Text.message("expected.string")));
    }

    /** Returns an optional string; empty when the member is absent. */
    public Optional<String> optionalText(String name) {
        return member(name, Text.message("expected.string"), RequestBody::visible);
    }

    /** Returns a string without invisible characters, which could deceive whoever reads it later. */
    private static Optional<String> visible(JsonValue value) {
        return value instanceof JsonString text && !UntrustedText.hasInvisible(text.getString())
                ? Optional.of(text.getString())
                : Optional.empty();
    }

    /** Returns the strings of an array, or of one string separated by spaces; none when the member is absent. */
    public List<String> strings(String name) {
        Text expected = Text.message("expected.strings");
        return member(name, expected, RequestBody::strings).orElse(List.of());
    }

    private static Optional<List<String>> strings(JsonValue value) {
        Optional<String> text = visible(value);
        if (text.isPresent()) {
            return Optional.of(Stream.of(text.get().strip().split("\\s+", -1))
                    .filter(word -> !word.isEmpty())
                    .toList());
        }
        if (value instanceof JsonArray array
                && array.stream().allMatch(element -> visible(element).isPresent())) {
            return Optional.of(array.getValuesAs(JsonString::getString));
        }
        return Optional.empty();
    }

    /** Returns a boolean; false when the member is absent. */
    public boolean flag(String name) {
        return member(
                        name,
                        Text.message("expected.boolean"),
                        value -> value == JsonValue.TRUE || value == JsonValue.FALSE
                                ? Optional.of(value == JsonValue.TRUE)
                                : Optional.empty())
                .orElse(false);
    }

    /** Returns the objects of an array; none when the member is absent. */
    public List<RequestBody> objects(String name) {
        return member(name, Text.message("expected.objects"), value -> {
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

    /** Returns a required object. */
    public RequestBody object(String name) {
        Text expected = Text.message("expected.object");
        return member(
                        name,
                        expected,
                        value -> value instanceof JsonObject inner
                                ? Optional.of(new RequestBody(inner, path + name + "."))
                                : Optional.<RequestBody>empty())
                .orElseThrow(() -> invalidMember(name, expected));
    }

    private <T> Optional<T> member(String name, Text expected, Function<JsonValue, Optional<T>> parser) {
        JsonValue value = object.get(name);
        if (value == null) {
            return Optional.empty();
        }
        return Optional.of(parser.apply(value).orElseThrow(() -> invalidMember(name, expected)));
    }

    /** Returns the exception for a member with an invalid value. */
    public ProblemException invalidMember(String name, Text expected) {
        return invalidBody(
                Text.message("request-invalid.member.detail", Map.of("member", path + name, "expected", expected)));
    }

    private static ProblemException invalidBody(Text detail) {
        return ProblemException.of(ProblemCode.REQUEST_INVALID, detail, Text.message("request-invalid.body.remedy"));
    }
}
