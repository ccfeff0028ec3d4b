package no.portnokkel.maskinporten;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The claims of a JWT grant. Maskinporten refuses claims that it does not document, so the set is closed: no other claim can
 * be added, and {@code nbf}, {@code sub} and null values cannot occur.
 *
 * @param aud the issuer of the environment, exactly as it is configured, as one string
 * @param iss the client id
 * @param iat read immediately before signing, because a grant is valid for a short time
 * @param jti unique for each attempt: Maskinporten refuses a reused one with MP-012
 * @param request the scopes and restrictions
 * @see <a href="https://docs.digdir.no/docs/Maskinporten/maskinporten_protocol_jwtgrant">Digdir: JWT grant</a>
 */
public record Grant(String aud, String iss, Instant iat, String jti, TokenRequest request) {
    /** {@code exp - iat}: the longest that Maskinporten allows, so that a clock that is behind causes no refusal. */
    public static final Duration LIFETIME = Duration.ofMinutes(2);

    /** Returns the claims as the JWT contains them; times are whole seconds since 1970. */
    public Map<String, Object> claims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", aud);
        claims.put("iss", iss);
        claims.put("iat", iat.getEpochSecond());
        claims.put("exp", iat.plus(LIFETIME).getEpochSecond());
        claims.put("jti", jti);
        claims.put("scope", request.scopeText());
        if (!request.resources().isEmpty()) {
            claims.put("resource", List.copyOf(request.resources())); // Digdir documents an array only
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

    /** Returns client, {@code jti} and scopes; never contains a person's number. */
    @Override
    public String toString() {
        return "Grant[iss=" + iss + ", jti=" + jti + ", scope=" + request.scopeText() + "]";
    }
}
