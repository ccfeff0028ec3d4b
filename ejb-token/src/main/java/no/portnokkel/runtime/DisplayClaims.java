package no.portnokkel.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.json.JsonObjects;
import no.portnokkel.problem.UntrustedText;

/** The claims of a token for display. Nothing is decided by them, because a token is opaque to its client. */
final class DisplayClaims {
    private DisplayClaims() {}

    /** Returns the claims with national identity numbers masked and invisible characters escaped; empty if the token is not a JWT. No value is null. */
    static Map<String, Object> of(AccessToken token) {
        return JsonObjects.claims(token.value()).map(DisplayClaims::masked).orElse(Map.of());
    }

    private static Map<String, Object> masked(Map<?, ?> claims) {
        Map<String, Object> masked = new LinkedHashMap<>();
        new TreeMap<>(claims).forEach((name, value) -> {
            if (value != null) {
                masked.put(UntrustedText.escaped(String.valueOf(name)), maskedValue(value));
            }
        });
        return masked;
    }

    private static Object maskedValue(Object value) {
        if (value instanceof String text) {
            return UntrustedText.escaped(UntrustedText.masked(text));
        }
        if (value instanceof Map<?, ?> object) {
            return masked(object);
        }
        if (value instanceof List<?> array) {
            return array.stream().map(DisplayClaims::maskedValue).toList();
        }
        return value;
    }
}
