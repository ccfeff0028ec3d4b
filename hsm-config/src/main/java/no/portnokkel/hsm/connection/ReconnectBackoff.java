package no.portnokkel.hsm.connection;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The delays between attempts to connect: 0.1 s in the first ten seconds of an outage, so that a short one ends as
 * soon as the device is back; then 5 s in the first minute, then 30 s. A fifth of each delay is random, so that many
 * servers do not connect at the same time. The first attempt of an outage has no delay. After an attempt that hangs,
 * delays are longer, since it occupies a module and a thread. Not thread safe.
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
     * Creates the delays of an outage that begins now.
     *
     * @param now monotonic, in nanoseconds
     * @param random from 0 to 1
     */
    ReconnectBackoff(long now, DoubleSupplier random) {
        this.random = random;
        outageSince = now;
        lastAttempt = now - LONG_DELAY;
    }

    /** An outage has begun. */
    void outageBegan(long now) {
        outageSince = now;
    }

    /** Returns the time since the last outage began, or since the start. */
    Duration outage(long now) {
        return Duration.ofNanos(now - outageSince);
    }

    void attempted(long now) {
        lastAttempt = now;
    }

    /** The next attempt is likely to succeed and is due now. */
    void skipDelay(long now) {
        lastAttempt = now - HANGING_DELAY;
    }

    /**
     * Returns the nanoseconds until the next attempt is due; 0 when it is due.
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
