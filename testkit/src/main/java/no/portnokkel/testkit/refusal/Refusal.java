package no.portnokkel.testkit.refusal;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Maskinporten's answer to a grant that it does not accept.
 *
 * @param status HTTP status
 * @param error OAuth's code
 * @param description for a person, without the trace id
 * @param mp such as {@code MP-121}; null where Maskinporten has no code
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
     * Returns the members of the JSON answer.
     *
     * @param issuer with its slash; the error's page lies below it
     * @param id 16 octets by which the operator finds the request in a log
     */
    public Map<String, Object> members(URI issuer, ErrorFormat era, byte[] id) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("error", error);
        members.put("error_description", description + " " + era.trailer(id));
        if (era == ErrorFormat.CURRENT) {
            code().ifPresent(known -> members.put("error_uri", issuer + "errors/" + known));
        }
        return members;
    }
}
