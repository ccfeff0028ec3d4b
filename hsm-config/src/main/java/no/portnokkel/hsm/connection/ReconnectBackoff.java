package no.portnokkel.hsm.connection;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: 0.1 s apart in the first ten seconds of an outage, so that a short one is over
 * as soon as the device is back; then up to 5 s in the first minute, then 30 s. A fifth of it is left to random, so that
 * many servers do not come all at once. The first attempt of an outage waits for nothing. An attempt that hangs is not
 * followed by the next that soon: it has a module and a thread. Not thread safe.
 */
final class ReconnectBackoff {
    private static final long FIRST_PHASE = Duration.ofSeconds(10).toNanos();
    private static final long SECOND_PHASE = Duration.ofMinutes(1).toNanos();
    private static final long SHORT_DELAY = Duration.ofMillis(100).toNanos();
    private static final long MEDIUM_DELAY = Duration.ofSeconds(5).toNanos();
    private static final long LONG_DELAY = Duration.ofSeconds(30).toNanos();
    private static final long HANGING_DELAY = Duration.ofHours(1).toNanos();
    private static final double JITTER = 0.2;

    private final DoubleSupplier random;
    private long outageSince;
    private long lastAttempt;

    /**
     * @param now monotonic, in nanoseconds
     * @param random from 0 to 1
     */
    ReconnectBackoff(long now, DoubleSupplier random) {
        this.random = random;
        outageSince = now;
        lastAttempt = now - LONG_DELAY;
    }

    /** What worked does so no more. */
    void outageBegan(long now) {
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
    void skipDelay(long now) {
        lastAttempt = now - HANGING_DELAY;
    }

    /**
     * Nanoseconds until the next attempt is due; 0 when it is.
     *
     * @param hanging attempts that have not returned
     */
    long delay(long now, int hanging) {
        return Math.max(0, interval(now - outageSince, hanging) - (now - lastAttempt));
    }

    private long interval(long age, int hanging) {
        if (hanging > 1) {
            return HANGING_DELAY;
        }
        long interval =
                hanging == 1 || age >= SECOND_PHASE ? LONG_DELAY : age < FIRST_PHASE ? SHORT_DELAY : MEDIUM_DELAY;
        return interval - (long) (interval * JITTER * random.getAsDouble());
    }
}
