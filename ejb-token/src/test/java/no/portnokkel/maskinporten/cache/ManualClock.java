package no.portnokkel.maskinporten.cache;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Two clocks that a test advances: a monotonic one, which starts just below {@code Long.MAX_VALUE} to reveal overflow, and a wall
 * clock, which can also be moved alone, as by a person or a suspended machine.
 */
public final class ManualClock implements LongSupplier {
    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final AtomicLong wallNanos = new AtomicLong();

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    /** Advances both clocks. */
    public void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
        wallNanos.addAndGet(time.toNanos());
    }

    /** Sets the wall clock, or simulates a suspension, which the monotonic clock does not count. */
    void moveWallClock(Duration by) {
        wallNanos.addAndGet(by.toNanos());
    }

    Clock wallClock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return START.plusNanos(wallNanos.get());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }
}
