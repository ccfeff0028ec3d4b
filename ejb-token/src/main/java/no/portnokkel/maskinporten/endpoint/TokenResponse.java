package no.portnokkel.maskinporten.endpoint;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import no.portnokkel.maskinporten.Scope;
import no.portnokkel.maskinporten.refusal.Refusal;

/** What the token endpoint said, told apart by what comes of it. */
sealed interface TokenResponse {

    /**
     * A token (RFC 6749, section 5.1).
     *
     * @param accessToken the secret
     * @param expiresIn longer than nothing
     * @param scopes what was granted; what was asked for when the answer does not say
     */
    record Granted(String accessToken, Duration expiresIn, SortedSet<Scope> scopes) implements TokenResponse {
        /** Never shows the token. */
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
     * @param status of HTTP
     * @param retryAfter how long to leave it alone; empty when it did not say
     */
    record OutOfOrder(int status, Optional<Duration> retryAfter) implements TokenResponse {}

    /**
     * Nothing that RFC 6749 allows.
     *
     * @param what was found, in words fit for a log
     */
    record Invalid(String what) implements TokenResponse {}
}
