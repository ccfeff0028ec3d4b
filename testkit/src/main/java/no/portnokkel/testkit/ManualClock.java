package no.portnokkel.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A clock for tests that moves only when the test moves it: wall-clock time, as a {@link Clock} in UTC, and monotonic time, as
 * a {@link LongSupplier} in nanoseconds. The monotonic time starts just below {@link Long#MAX_VALUE}, so that code which
 * compares it instead of subtracting fails. Safe for any number of threads.
 */
public final class ManualClock extends Clock implements LongSupplier {
    private final Instant start;
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final AtomicLong wallNanos = new AtomicLong();

    /** Creates a clock whose wall-clock time is 2026-11-24T12:00:00Z. */
    public ManualClock() {
        this(Instant.parse("2026-11-24T12:00:00Z"));
    }

    /** Creates a clock with this wall-clock time. */
    public ManualClock(Instant start) {
        this.start = start;
    }

    /** Advances both wall-clock time and monotonic time. */
    public void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
        moveWallClock(duration);
    }

    /**
     * Moves wall-clock time only, as when a person sets the clock, or when a machine is suspended, which monotonic time does
     * not count.
     *
     * @param offset negative to set the clock back
     */
    public void moveWallClock(Duration offset) {
        wallNanos.addAndGet(offset.toNanos());
    }

    /** Returns the monotonic time in nanoseconds. Only differences are meaningful. */
    @Override
    public long getAsLong() {
        return nanos.get();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(wallNanos.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("A manual clock is in UTC.");
    }
}
