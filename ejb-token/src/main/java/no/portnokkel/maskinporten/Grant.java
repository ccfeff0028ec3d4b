package no.portnokkel.maskinporten;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JWT grant: the closed set of claims that Maskinporten documents. An undocumented claim is refused, so there is no
 * way to add one; {@code nbf}, {@code sub} and null values cannot be written.
 *
 * @param aud the issuer to the letter, as one string
 * @param iss client id
 * @param iat taken last, just before signing, since it ages
 * @param jti new for every attempt: one used twice is MP-012
 * @param request scopes, and what it is restricted to
 * @see <a href="https://docs.digdir.no/docs/Maskinporten/maskinporten_protocol_jwtgrant">Digdir: JWT grant</a>
 */
public record Grant(String aud, String iss, Instant iat, String jti, TokenRequest request) {
    /** {@code exp - iat}. The longest that is allowed, for the sake of a slow clock. */
    public static final Duration LIFETIME = Duration.ofMinutes(2);

    /** The claims as they stand in the JWT; times in whole seconds since 1970. */
    public Map<String, Object> claims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", aud);
        claims.put("iss", iss);
        claims.put("iat", iat.getEpochSecond());
        claims.put("exp", iat.plus(LIFETIME).getEpochSecond());
        claims.put("jti", jti);
        claims.put("scope", request.scopeText());
        if (!request.resources().isEmpty()) {
            claims.put("resource", List.copyOf(request.resources())); // an array even for one: only that is documented
        }
        request.pid().ifPresent(pid -> claims.put("pid", pid.digits()));
        request.consumerOrg().ifPresent(consumer -> claims.put("consumer_org", consumer.digits()));
        if (!request.authorizationDetails().isEmpty()) {
            claims.put(
                    "authorization_details",
                    request.authorizationDetails().stream()
                            .map(AuthorizationDetail::members)
                            .toList());
        }
        return claims;
    }

    /** Shows no person's number. */
    @Override
    public String toString() {
        return "Grant[iss=" + iss + ", jti=" + jti + ", scope=" + request.scopeText() + "]";
    }
}
