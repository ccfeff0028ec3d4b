package no.portnokkel.testkit.refusal;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Maskinporten's response to an invalid grant.
 *
 * @param status HTTP status
 * @param error OAuth error code
 * @param description text for a person, without the trace id
 * @param mp code such as {@code MP-121}; null where Maskinporten has no code
 */
public record Refusal(
        int status,
        String error,
        String description,
        @Nullable String mp) {

    /** Returns Maskinporten's code; empty where it has none. */
    public Optional<String> code() {
        return Optional.ofNullable(mp);
    }

    /**
     * Returns the members of the JSON response.
     *
     * @param issuer with a slash at the end; base of {@code error_uri}
     * @param id 16 random bytes for the trace id
     */
    public Map<String, Object> members(URI issuer, ErrorFormat format, byte[] id) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("error", error);
        members.put("error_description", description + " " + format.trailer(id));
        if (format == ErrorFormat.CURRENT) {
            code().ifPresent(known -> members.put("error_uri", issuer + "errors/" + known));
        }
        return members;
    }
}
