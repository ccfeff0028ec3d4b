package no.portnokkel.maskinporten.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Reads JSON objects as maps of strings, numbers, booleans, lists and maps. Values may be null; keys are not. */
public final class JsonObjects {
    private JsonObjects() {}

    /** Parses an object; empty if the text is not a JSON object. */
    public static Optional<Map<String, Object>> parse(String text) {
        try {
            return Optional.ofNullable(JSONObjectUtils.parse(text)); // null for the literal null
        } catch (ParseException malformed) { // not propagated, because its message quotes the text
            return Optional.empty();
        }
    }

    /** Returns the claims of a JWT (RFC 7519) without verifying it; empty if the text is not a JWT. */
    public static Optional<Map<String, Object>> claims(String jwt) {
        String[] parts = jwt.split("\\.", -1);
        try {
            return parts.length == 3
                    ? parse(new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8))
                    : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Returns a member that is a string; empty if it is missing, blank or of another type. */
    public static Optional<String> text(Map<?, ?> object, String name) {
        return object.get(name) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }
}
