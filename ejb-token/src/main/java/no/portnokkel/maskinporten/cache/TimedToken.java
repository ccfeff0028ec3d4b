package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchResult;
import no.portnokkel.maskinporten.endpoint.TokenSource.IssuedToken;

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

    /**
     * When a token is refreshed, as a share of its lifetime, and when it is no longer used: as near to its expiry as a call to an
     * API allows.
     *
     * @param refreshAt share of the lifetime after which a token in use is refreshed
     * @param margin share at the end of the lifetime during which a token is no longer returned; empty for a fifth of a second,
     *     one round trip to Maskinporten, and the measured error of the clock, at most half of the lifetime. Never more than 30 s
     * @param random spreads refreshes, so that tokens that were fetched together do not stay synchronized
     */
    record RefreshPolicy(double refreshAt, OptionalDouble margin, RandomGenerator random) {
        private static final long MIN_MARGIN_NANOS = Duration.ofMillis(200).toNanos();
        private static final long MAX_MARGIN_NANOS = Duration.ofSeconds(30).toNanos();

        /** A refresh starts earlier by up to this share: at 70 to 75 % of the lifetime, which costs 4 % more grants. */
        private static final double JITTER = 1.0 / 15;

        /** The latest refresh, as a share of the usable time: leaves time for the refresh, whatever is configured. */
        private static final double LATEST = 0.85;

        TimedToken apply(IssuedToken issued) {
            long lifetime = issued.lifetime().toNanos();
            long usable = lifetime - Math.min(MAX_MARGIN_NANOS, marginNanos(issued));
            double refreshAfter = Math.min(lifetime * refreshAt, usable * LATEST) * (1 - random.nextDouble() * JITTER);
            return new TimedToken(
                    issued.token(),
                    issued.requestedAtNanos(),
                    lifetime,
                    (long) refreshAfter,
                    issued.requestedAtNanos() + usable,
                    micros(issued.signTime()),
                    micros(issued.exchangeTime()));
        }

        private long marginNanos(IssuedToken issued) {
            long lifetime = issued.lifetime().toNanos();
            if (margin.isPresent()) {
                return (long) (lifetime * margin.getAsDouble());
            }
            long least = MIN_MARGIN_NANOS
                    + issued.exchangeTime().toNanos()
                    + issued.clockError().toNanos();
            return Math.min(least, lifetime / 2); // a short token from a slow server is used nevertheless
        }

        private static int micros(Duration duration) {
            return (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMicros(duration.toNanos()));
        }
    }
}
