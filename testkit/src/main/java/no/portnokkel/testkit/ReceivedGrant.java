package no.portnokkel.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import no.portnokkel.testkit.grant.Warning;
import org.jspecify.annotations.Nullable;

/**
 * A grant that the twin has received, without its signature, so that it cannot be sent again. {@code toString} masks
 * persons' numbers; {@code claims} does not.
 *
 * @param at time of receipt by the twin's clock
 * @param header empty when it is malformed
 * @param claims empty when they are malformed
 * @param accepted whether the grant was valid; the response may nevertheless have been a fault
 * @param code Maskinporten's code of the refusal; empty when accepted or when the refusal has no code
 * @param refusal text of the refusal without the trace id; empty when accepted
 * @param warnings deviations from the documentation that were accepted; empty when refused
 */
public record ReceivedGrant(
        Instant at,
        Map<String, Object> header,
        Map<String, Object> claims,
        boolean accepted,
        Optional<String> code,
        Optional<String> refusal,
        Set<Warning> warnings) {

    public ReceivedGrant {
        header = Collections.unmodifiableMap(header); // Map.copyOf rejects null values, which an invalid grant may have
        claims = Collections.unmodifiableMap(claims);
        warnings = Set.copyOf(warnings);
    }

    /** Returns whether the grant has the claim {@code nbf}, which Digdir accepts but does not document. */
    public boolean carriesNotBefore() {
        return claims.containsKey("nbf");
    }

    /** Returns the JSON that {@code /twin/grants} shows: without persons' numbers and certificates. */
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", at.toString());
        json.put("accepted", accepted);
        code.ifPresent(value -> json.put("mp", value));
        refusal.ifPresent(text -> json.put("refusal", PersonNumberMask.of(text)));
        json.put("notes", new TreeSet<>(warnings).stream().map(Warning::name).toList());
        new TreeSet<>(header.keySet()).forEach(name -> {
            if (!name.equals("x5c")) {
                json.putIfAbsent(name, PersonNumberMask.of(header.get(name)));
            }
        });
        claims.forEach((name, value) -> json.putIfAbsent(
                name, PersonNumberMask.of(value))); // a claim named "accepted" must not replace the verdict
        return json;
    }

    @Override
    public String toString() {
        return toJson().toString();
    }

    /** Masks persons' numbers in JSON: eleven digits in a row become eleven asterisks. */
    private static final class PersonNumberMask {

        // Not inside a UUID or a longer word, where eleven digits in a row are a coincidence.
        private static final Pattern PERSON = Pattern.compile("(?<![0-9A-Za-z-])[0-9]{11}(?![0-9A-Za-z-])");

        private PersonNumberMask() {}

        static @Nullable Object of(@Nullable Object json) {
            if (json instanceof Map<?, ?> object) {
                Map<String, Object> masked = new LinkedHashMap<>();
                object.forEach((name, value) -> masked.put(text(String.valueOf(name)), of(value)));
                return masked;
            }
            if (json instanceof List<?> list) {
                List<@Nullable Object> masked = new ArrayList<>();
                list.forEach(value -> masked.add(of(value)));
                return masked;
            }
            if (json instanceof Number number
                    && PERSON.matcher(number.toString()).matches()) {
                return text(number.toString());
            }
            return json instanceof String text ? text(text) : json;
        }

        private static String text(String text) {
            return PERSON.matcher(text).replaceAll("***********");
        }
    }
}
