package no.portnokkel.inject;

import java.time.Duration;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.AccessToken;
import org.jspecify.annotations.Nullable;

/**
 * How often an API's 401 is worth a new grant: once a minute, and less and less, down to once an hour, while new tokens
 * are refused like old ones. Many APIs answer 401 for good to a wrong scope; that must not cost a grant and a signature
 * of the HSM per call. All who hold the refused token may share its renewal. Safe for any number of threads.
 */
final class UnauthorizedRetryLimit {
    private static final long SHORTEST = Duration.ofMinutes(1).toNanos();
    private static final long LONGEST = Duration.ofHours(1).toNanos();

    private final LongSupplier nanoClock;
    private @Nullable AccessToken last;
    private long lastAt;
    private long pause = SHORTEST;

    /** @param nanoClock monotonic, in nanoseconds */
    UnauthorizedRetryLimit(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Whether this token, which the API has refused, may be renewed now. */
    synchronized boolean allows(AccessToken refused) {
        if (refused.equals(last)) {
            return true;
        }
        long now = nanoClock.getAsLong();
        if (last != null && now - lastAt < pause) {
            return false;
        }
        last = refused;
        lastAt = now;
        return true;
    }

    /** The API took the new token. */
    synchronized void helped() {
        pause = SHORTEST;
    }

    /** The API refused the new token, too. */
    synchronized void wasInVain() {
        pause = Math.min(2 * pause, LONGEST);
    }
}
