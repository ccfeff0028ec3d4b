package no.portnokkel.maskinporten.endpoint;

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
 * @param lifetime {@code expires_in}, or what the token's own {@code exp} leaves, counted from {@code askedAt}
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
        Duration exchange) {}
