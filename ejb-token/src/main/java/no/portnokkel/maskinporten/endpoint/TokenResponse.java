package no.portnokkel.maskinporten.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;
import no.portnokkel.maskinporten.Scope;
import no.portnokkel.maskinporten.json.JsonObjects;
import no.portnokkel.maskinporten.refusal.Refusal;

/** A response of the token endpoint, by its consequence. */
sealed interface TokenResponse {

    /**
     * A token (RFC 6749, section 5.1).
     *
     * @param accessToken secret
     * @param expiresIn positive; empty if the response does not say, but the token does ({@code exp})
     * @param scopes the granted scopes; the requested ones if the response does not name any
     */
    record Granted(String accessToken, Optional<Duration> expiresIn, SortedSet<Scope> scopes) implements TokenResponse {
        private static final Duration LONGEST = Duration.ofDays(1);

        /**
         * Returns the shortest of {@code expires_in}, the time until the token's {@code exp}, and {@code exp - iat}, of those that
         * are known. Not positive if the token has expired already; a clock that differs by more than Maskinporten's ten seconds
         * gets no token.
         *
         * @param requestedAt when the token was requested, by our wall clock
         */
        Duration lifetime(Instant requestedAt) {
            Map<String, Object> claims = JsonObjects.claims(accessToken).orElse(Map.of());
            Optional<Instant> expires = time(claims, "exp", requestedAt);
            Optional<Duration> remaining = expires.map(exp -> Duration.between(requestedAt, exp));
            Optional<Duration> whole = expires.flatMap(
                    exp -> time(claims, "iat", requestedAt).map(issued -> Duration.between(issued, exp)));
            return Stream.of(expiresIn, remaining, whole)
                    .flatMap(Optional::stream)
                    .min(Comparator.naturalOrder())
                    .orElse(Duration.ZERO);
        }

        /** Returns a time in seconds since 1970 (RFC 7519, section 2), limited to a day from {@code near} to avoid overflow. */
        private static Optional<Instant> time(Map<String, Object> claims, String name, Instant near) {
            return claims.get(name) instanceof Number seconds
                    ? Optional.of(Instant.ofEpochSecond(Math.max(
                            near.minus(LONGEST).getEpochSecond(),
                            Math.min(near.plus(LONGEST).getEpochSecond(), seconds.longValue()))))
                    : Optional.empty();
        }

        /** Never contains the token. */
        @Override
        public String toString() {
            return "Granted[expiresIn=" + expiresIn + ", scopes=" + scopes + "]";
        }
    }

    /** A 4xx with an {@code error} (RFC 6749, section 5.2). */
    record Refused(Refusal refusal) implements TokenResponse {}

    /**
     * A 5xx, or 429.
     *
     * @param status HTTP status
     * @param retryAfter how long to wait; empty if the response did not say
     */
    record Unavailable(int status, Optional<Duration> retryAfter) implements TokenResponse {}

    /**
     * A response that RFC 6749 does not allow.
     *
     * @param defect what is wrong, sanitized for logs
     */
    record Invalid(String defect) implements TokenResponse {}
}
