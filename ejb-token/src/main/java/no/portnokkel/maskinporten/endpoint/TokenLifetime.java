package no.portnokkel.maskinporten.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.maskinporten.json.JsonObjects;

/** How long a token lives: the shortest of what is said of it. */
final class TokenLifetime {
    private static final Duration LONGEST = Duration.ofDays(1);

    private TokenLifetime() {}

    /**
     * Returns {@code expires_in}, or what {@code exp} in the token leaves if that is less. Nothing or less when it has
     * expired already; a clock that is off by more than Maskinporten's ten seconds gets no token in the first place.
     *
     * @param askedAt when the token was asked for, by our wall clock
     */
    static Duration of(TokenResponse.Granted granted, Instant askedAt) {
        Map<String, Object> claims = JsonObjects.claims(granted.accessToken()).orElse(Map.of());
        Optional<Instant> expires = time(claims, "exp", askedAt);
        Optional<Duration> left = expires.map(exp -> Duration.between(askedAt, exp));
        Optional<Duration> whole =
                expires.flatMap(exp -> time(claims, "iat", askedAt).map(issued -> Duration.between(issued, exp)));
        return shorter(shorter(granted.expiresIn(), left), whole);
    }

    private static Duration shorter(Duration one, Optional<Duration> other) {
        return other.filter(it -> it.compareTo(one) < 0).orElse(one);
    }

    /** A time in seconds since 1970 (RFC 7519, section 2), brought near enough to reckon with. */
    private static Optional<Instant> time(Map<String, Object> claims, String name, Instant near) {
        return claims.get(name) instanceof Number seconds
                ? Optional.of(Instant.ofEpochSecond(Math.max(
                        near.minus(LONGEST).getEpochSecond(),
                        Math.min(near.plus(LONGEST).getEpochSecond(), seconds.longValue()))))
                : Optional.empty();
    }
}
