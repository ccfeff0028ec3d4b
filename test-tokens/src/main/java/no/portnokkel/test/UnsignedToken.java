package no.portnokkel.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRequest;

/** An unsecured JWT (RFC 7519, section 6) with the claims of a token of Maskinporten, except {@code authorization_details}. */
final class UnsignedToken {
    private static final String ISSUER = "https://test-tokens.invalid/"; // a name that never resolves (RFC 6761)
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private UnsignedToken() {}

    /**
     * Returns the token for a request.
     *
     * @param owner of the client
     * @param number makes the token differ from all others of its issuer
     */
    static String of(TokenRequest request, OrganisationNumber owner, int number, Instant issuedAt, Instant expiresAt) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", ISSUER);
        claims.put("client_id", request.client().orElse("test-client"));
        claims.put("token_type", "Bearer");
        claims.put("scope", request.scopeText());
        claims.put("consumer", organisation(request.consumerOrg().orElse(owner)));
        request.consumerOrg().ifPresent(consumer -> claims.put("supplier", organisation(owner)));
        claims.put("iat", issuedAt.getEpochSecond());
        claims.put("exp", expiresAt.getEpochSecond());
        claims.put("jti", "test-" + number);
        if (!request.resources().isEmpty()) {
            claims.put("aud", List.copyOf(request.resources()));
        }
        request.pid().ifPresent(person -> claims.put("pid", person.digits()));
        return encoded(Map.of("alg", "none")) + "." + encoded(claims) + ".";
    }

    private static Map<String, Object> organisation(OrganisationNumber number) {
        return Map.of("authority", "iso6523-actorid-upis", "ID", "0192:" + number.digits());
    }

    private static String encoded(Map<String, ?> json) {
        return BASE64.encodeToString(json(json).getBytes(UTF_8));
    }

    private static String json(Object value) {
        if (value instanceof Map<?, ?> object) {
            return object.entrySet().stream()
                    .map(member -> json(member.getKey()) + ":" + json(member.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> array) {
            return array.stream().map(UnsignedToken::json).collect(Collectors.joining(",", "[", "]"));
        }
        return value instanceof Number ? value.toString() : quoted(value.toString());
    }

    private static String quoted(String text) {
        return text.codePoints()
                .mapToObj(c -> c == '"' || c == '\\' || c < ' ' ? String.format("\\u%04x", c) : Character.toString(c))
                .collect(Collectors.joining("", "\"", "\""));
    }
}
