package no.portnokkel.maskinporten.cache;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Two clocks that are moved by hand: a monotonic one, which starts just below the greatest value, so that overflow shows,
 * and a wall clock, which people and suspended machines move on its own.
 */
public final class ManualTime implements LongSupplier {
    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final AtomicLong wallNanos = new AtomicLong();

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    public void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
        wallNanos.addAndGet(time.toNanos());
    }

    /** The wall clock is set, or time passes that the monotonic clock does not see. */
    void wallClockJumps(Duration by) {
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
