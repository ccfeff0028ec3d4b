package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import no.portnokkel.maskinporten.AccessToken;

/**
 * A token with its two instants: renew from, and never use after. Lean, since there is one for each person whose income
 * is asked for.
 *
 * @param token as callers get it
 * @param askedAtNanos before the request was sent, by the monotonic clock
 * @param lifetimeNanos from {@code askedAt} to expiry
 * @param renewAfterNanos from {@code askedAt} to where it is renewed in the background
 * @param usableUntilNanos the hard stop, by the monotonic clock: a hit reads this one and no other
 * @param signMicros time the HSM took
 * @param exchangeMicros time Maskinporten took
 */
public record TimedToken(
        AccessToken token,
        long askedAtNanos,
        long lifetimeNanos,
        long renewAfterNanos,
        long usableUntilNanos,
        int signMicros,
        int exchangeMicros)
        implements FetchResult {
    /** Whether it may be handed out. */
    public boolean isUsable(long nowNanos) {
        return nowNanos - usableUntilNanos < 0; // the difference: the clock may overflow
    }

    /** Whether it is time for the next one. */
    public boolean isDue(long nowNanos) {
        return nowNanos - askedAtNanos >= renewAfterNanos;
    }

    /** The same token, if the monotonic clock has stood still while it aged. */
    public TimedToken olderBy(long nanos) {
        return new TimedToken(
                token,
                askedAtNanos - nanos,
                lifetimeNanos,
                renewAfterNanos,
                usableUntilNanos - nanos,
                signMicros,
                exchangeMicros);
    }

    /** What is left of its life; negative once it is over. */
    public Duration left(long nowNanos) {
        return Duration.ofNanos(lifetimeNanos - (nowNanos - askedAtNanos));
    }

    /** Time the HSM took. */
    public Duration sign() {
        return Duration.of(signMicros, ChronoUnit.MICROS);
    }

    /** Time Maskinporten took. */
    public Duration exchange() {
        return Duration.of(exchangeMicros, ChronoUnit.MICROS);
    }
}
