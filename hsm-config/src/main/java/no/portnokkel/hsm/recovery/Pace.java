package no.portnokkel.hsm.recovery;

import java.time.Duration;

/**
 * How long to wait before the next attempt: 1 s apart in the first ten seconds of an outage, 5 s in the first minute,
 * then 30 s. The first attempt of an outage waits for nothing. Not thread safe.
 */
final class Pace {
    private static final long FIRST = Duration.ofSeconds(10).toNanos();
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long BRISK = Duration.ofSeconds(1).toNanos();
    private static final long STEADY = Duration.ofSeconds(5).toNanos();
    private static final long SLOW = Duration.ofSeconds(30).toNanos();

    private long outageSince;
    private long lastAttempt;

    /**
     * @param now monotonic, in nanoseconds
     */
    Pace(long now) {
        outageSince = now;
        lastAttempt = now - SLOW;
    }

    /** What worked does so no more. */
    void outageBegins(long now) {
        outageSince = now;
    }

    void attempted(long now) {
        lastAttempt = now;
    }

    /** Nanoseconds until the next attempt is due; 0 when it is. */
    long delay(long now) {
        long age = now - outageSince;
        long gap = age < FIRST ? BRISK : age < MINUTE ? STEADY : SLOW;
        return Math.max(0, gap - (now - lastAttempt));
    }
}
