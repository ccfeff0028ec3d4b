package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sees by two clocks that the machine has slept: the monotonic one stands still meanwhile, the wall clock does not. A wall
 * clock that is set forward looks the same and is believed, which costs grants; one that is set back is not. Looks are
 * one thread's; any may read.
 */
public final class SuspendDetector {
    /** Two clocks read one after the other differ by much less, and what is slewed adds up to it in half an hour. */
    private static final long WORTH_SEEING = Duration.ofSeconds(1).toNanos();

    private final AtomicLong slept = new AtomicLong();
    private long apart;

    /** Begins to watch. */
    public SuspendDetector(long nowNanos, long nowMillis) {
        this.apart = apart(nowNanos, nowMillis);
    }

    /** Returns what the monotonic clock has missed since the last look; nothing, as a rule. In nanoseconds. */
    public long look(long nowNanos, long nowMillis) {
        long now = apart(nowNanos, nowMillis);
        long missed = now - apart;
        if (missed >= 0 && missed < WORTH_SEEING) {
            return 0;
        }
        apart = now;
        long asleep = Math.max(0, missed);
        slept.addAndGet(asleep);
        return asleep;
    }

    /** All that was ever missed, in nanoseconds: what is under way while the machine sleeps ages by the difference. */
    long slept() {
        return slept.get();
    }

    private static long apart(long nowNanos, long nowMillis) {
        return TimeUnit.MILLISECONDS.toNanos(nowMillis) - nowNanos;
    }
}
