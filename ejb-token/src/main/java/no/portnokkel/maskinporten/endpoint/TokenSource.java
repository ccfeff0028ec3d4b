package no.portnokkel.maskinporten.endpoint;

import java.time.Duration;
import java.time.Instant;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;

/** Fetches tokens. Thread-safe. */
public interface TokenSource {

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
     */
    record IssuedToken(
            AccessToken token,
            String jti,
            Instant requestedAt,
            long requestedAtNanos,
            Duration lifetime,
            Duration signTime,
            Duration exchangeTime) {}
}
