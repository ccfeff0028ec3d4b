package no.portnokkel.hsm.connection;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: 0.1 s apart in the first ten seconds of an outage, so that a short one is over
 * as soon as the device is back; then up to 5 s in the first minute, then 30 s. A fifth of it is left to chance, so that
 * many servers do not come all at once. The first attempt of an outage waits for nothing. An attempt that hangs is not
 * followed by the next that soon: it has a module and a thread. Not thread safe.
 */
final class ReconnectBackoff {
    private static final long FIRST = Duration.ofSeconds(10).toNanos();
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long BRISK = Duration.ofMillis(100).toNanos();
    private static final long STEADY = Duration.ofSeconds(5).toNanos();
    private static final long SLOW = Duration.ofSeconds(30).toNanos();
    private static final long HANGING = Duration.ofHours(1).toNanos();
    private static final double CHANCE = 0.2;

    private final DoubleSupplier chance;
    private long outageSince;
    private long lastAttempt;

    /**
     * @param now monotonic, in nanoseconds
     * @param chance from 0 to 1
     */
    ReconnectBackoff(long now, DoubleSupplier chance) {
        this.chance = chance;
        outageSince = now;
        lastAttempt = now - SLOW;
    }

    /** What worked does so no more. */
    void outageBegins(long now) {
        outageSince = now;
    }

    /** How long ago what worked last did so no more, or since the start. */
    Duration outage(long now) {
        return Duration.ofNanos(now - outageSince);
    }

    void attempted(long now) {
        lastAttempt = now;
    }

    /** There is reason to think that the next attempt will do. */
    void hurry(long now) {
        lastAttempt = now - HANGING;
    }

    /**
     * Nanoseconds until the next attempt is due; 0 when it is.
     *
     * @param hanging attempts that have not returned
     */
    long delay(long now, int hanging) {
        return Math.max(0, gap(now - outageSince, hanging) - (now - lastAttempt));
    }

    private long gap(long age, int hanging) {
        if (hanging > 1) {
            return HANGING;
        }
        long gap = hanging == 1 || age >= MINUTE ? SLOW : age < FIRST ? BRISK : STEADY;
        return gap - (long) (gap * CHANCE * chance.getAsDouble());
    }
}
