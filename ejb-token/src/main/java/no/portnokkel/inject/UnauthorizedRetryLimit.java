package no.portnokkel.inject;

import java.time.Duration;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.AccessToken;
import org.jspecify.annotations.Nullable;

/**
 * Limits the new tokens that an API's 401 responses may cost: one per minute, and progressively fewer, down to one per hour, while
 * the API refuses new tokens too. Many APIs always answer 401 to a wrong scope, which must not cost a grant and an HSM signature per
 * call. All callers with the same refused token share its replacement. Thread-safe.
 */
final class UnauthorizedRetryLimit {
    private static final long MIN_INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long MAX_INTERVAL_NANOS = Duration.ofHours(1).toNanos();

    private final LongSupplier nanoClock;
    private @Nullable AccessToken last;
    private long lastNanos;
    private long intervalNanos = MIN_INTERVAL_NANOS;

    /** @param nanoClock monotonic, in nanoseconds */
    UnauthorizedRetryLimit(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Returns whether a token that the API refused may be replaced now. */
    synchronized boolean allows(AccessToken refused) {
        if (refused.equals(last)) {
            return true;
        }
        long now = nanoClock.getAsLong();
        if (last != null && now - lastNanos < intervalNanos) {
            return false;
        }
        last = refused;
        lastNanos = now;
        return true;
    }

    /** The API accepted the new token. */
    synchronized void recordSuccess() {
        intervalNanos = MIN_INTERVAL_NANOS;
    }

    /** The API refused the new token too. */
    synchronized void recordRefusal() {
        intervalNanos = Math.min(2 * intervalNanos, MAX_INTERVAL_NANOS);
    }
}
