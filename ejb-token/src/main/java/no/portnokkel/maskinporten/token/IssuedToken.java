package no.portnokkel.maskinporten.token;

import java.time.Duration;
import java.time.Instant;
import no.portnokkel.maskinporten.AccessToken;

/**
 * A token and how it came to be.
 *
 * @param token as callers get it
 * @param jti of the grant it was issued for
 * @param askedAt wall clock, before the request was sent
 * @param askedAtNanos the same by the monotonic clock
 * @param lifetime {@code expires_in}
 * @param sign time the HSM took
 * @param exchange time Maskinporten took
 */
public record IssuedToken(
        AccessToken token,
        String jti,
        Instant askedAt,
        long askedAtNanos,
        Duration lifetime,
        Duration sign,
        Duration exchange) {

    /** What is left of its life, counted from before it was asked for; negative once it is over. */
    public Duration left(long nowNanos) {
        return lifetime.minusNanos(nowNanos - askedAtNanos);
    }
}
