package no.portnokkel.maskinporten.endpoint;

import java.time.Duration;
import java.time.Instant;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;

/** Fetches tokens. Thread-safe. */
public interface TokenSource {
    /** How long a registration in Samarbeidsportalen may take to reach Maskinporten. */
    Duration REGISTRATION_DELAY = Duration.ofMinutes(2);

    /**
     * Fetches a new token. The call may be abandoned while it waits for the HSM, and repeated on another thread.
     *
     * @throws no.portnokkel.maskinporten.TokenException as {@link no.portnokkel.maskinporten.Tokens#get} says
     */
    IssuedToken token(TokenRequest request);

    /**
     * A new token with the times of its request.
     *
     * @param token as callers get it
     * @param jti the id of its grant
     * @param requestedAt wall clock, before the grant was signed
     * @param requestedAtNanos the same instant by the monotonic clock
     * @param lifetime from {@code requestedAt} to expiry: the shorter of {@code expires_in} and the token's own {@code exp}
     * @param signTime the time that the HSM took
     * @param exchangeTime the time that Maskinporten took
     * @param clockError by how much our clock and Maskinporten's differ at least, as far as it was measured; not negative
     */
    record IssuedToken(
            AccessToken token,
            String jti,
            Instant requestedAt,
            long requestedAtNanos,
            Duration lifetime,
            Duration signTime,
            Duration exchangeTime,
            Duration clockError) {}
}
