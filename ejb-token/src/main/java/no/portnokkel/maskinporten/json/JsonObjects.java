package no.portnokkel.maskinporten.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Objects as maps of strings, numbers, booleans, lists and maps. Values may be null; keys are not. */
public final class JsonObjects {
    private JsonObjects() {}

    /** Returns the object that the text is; empty when it is anything else. */
    public static Optional<Map<String, Object>> parse(String text) {
        try {
            return Optional.ofNullable(JSONObjectUtils.parse(text)); // null for the word null
        } catch (ParseException garbage) { // not passed on: its message quotes the text
            return Optional.empty();
        }
    }

    /** Returns the claims of a JWT (RFC 7519) without verifying it; empty when it is none. */
    public static Optional<Map<String, Object>> claims(String jwt) {
        String[] parts = jwt.split("\\.", -1);
        try {
            return parts.length == 3
                    ? parse(new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8))
                    : Optional.empty();
        } catch (IllegalArgumentException garbage) {
            return Optional.empty();
        }
    }

    /** Returns a member that is a text with something in it. */
    public static Optional<String> text(Map<?, ?> object, String name) {
        return object.get(name) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }
}
