package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Detects that the machine was suspended: meanwhile the monotonic clock stops and the wall clock does not. A wall clock that is
 * set forward looks the same and makes tokens older, which costs grants; one that is set back is ignored. {@link #poll} is called
 * by one thread, {@link #suspendedNanos} by any.
 */
final class SuspendDetector {
    /**
     * Less than a token's margin, so that a shorter suspension is no danger. A thread that is preempted between its two clock
     * reads, and clock slewing every few minutes, reach it too, which makes tokens a tenth of a second older.
     */
    private static final long THRESHOLD_NANOS = Duration.ofMillis(100).toNanos();

    private final AtomicLong suspendedNanos = new AtomicLong();
    private long offsetNanos;

    /** Starts with the current readings of both clocks. */
    SuspendDetector(long nowNanos, long nowMillis) {
        this.offsetNanos = offset(nowNanos, nowMillis);
    }

    /** Returns the time in nanoseconds that the monotonic clock did not count since the previous call; usually 0. */
    long poll(long nowNanos, long nowMillis) {
        long now = offset(nowNanos, nowMillis);
        long missed = now - offsetNanos;
        if (missed >= 0 && missed < THRESHOLD_NANOS) {
            return 0;
        }
        offsetNanos = now;
        long suspended = Math.max(0, missed);
        suspendedNanos.addAndGet(suspended);
        return suspended;
    }

    /** Returns the sum of all results of {@link #poll}: a fetch in progress during a suspension ages by the difference. */
    long suspendedNanos() {
        return suspendedNanos.get();
    }

    private static long offset(long nowNanos, long nowMillis) {
        return TimeUnit.MILLISECONDS.toNanos(nowMillis) - nowNanos;
    }
}
