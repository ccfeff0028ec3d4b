package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchResult;

/**
 * A token with two instants: refresh from, and never use after. Small, because there may be one for each person whose income is
 * requested.
 *
 * @param token as callers get it
 * @param requestedAtNanos before the request was sent, by the monotonic clock
 * @param lifetimeNanos from {@code requestedAt} to expiry
 * @param refreshAfterNanos from {@code requestedAt} to the refresh in the background
 * @param usableUntilNanos the hard stop, by the monotonic clock; the only field that a hit reads
 * @param signMicros the time that the HSM took
 * @param exchangeMicros the time that Maskinporten took
 */
public record TimedToken(
        AccessToken token,
        long requestedAtNanos,
        long lifetimeNanos,
        long refreshAfterNanos,
        long usableUntilNanos,
        int signMicros,
        int exchangeMicros)
        implements FetchResult {
    /** Returns whether callers may get the token. */
    boolean isUsable(long nowNanos) {
        return nowNanos - usableUntilNanos < 0; // as a difference, because the clock may overflow
    }

    /** Returns whether it is time to fetch the next token. */
    boolean isRefreshDue(long nowNanos) {
        return nowNanos - requestedAtNanos >= refreshAfterNanos;
    }

    /** Returns the same token, made older by a time that the monotonic clock did not count. */
    TimedToken agedBy(long nanos) {
        return new TimedToken(
                token,
                requestedAtNanos - nanos,
                lifetimeNanos,
                refreshAfterNanos,
                usableUntilNanos - nanos,
                signMicros,
                exchangeMicros);
    }

    /** Returns the time until expiry; negative if it has expired. */
    public Duration remaining(long nowNanos) {
        return Duration.ofNanos(lifetimeNanos - (nowNanos - requestedAtNanos));
    }

    /** Returns the time that the HSM took. */
    public Duration signTime() {
        return Duration.of(signMicros, ChronoUnit.MICROS);
    }

    /** Returns the time that Maskinporten took. */
    public Duration exchangeTime() {
        return Duration.of(exchangeMicros, ChronoUnit.MICROS);
    }
}
