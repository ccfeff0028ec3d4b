package no.portnokkel.admin.security;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Lets through one line a minute of each kind, and counts the others: what anonymous callers can cause must not fill the log.
 * The kinds are a closed set, so memory is bounded. Thread-safe.
 */
final class LimitedLog {
    private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoClock;
    private final Map<Enum<?>, Suppressed> kinds = new HashMap<>();

    /** @param nanoClock monotonic clock, in nanoseconds */
    LimitedLog(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Returns the line to log, with the number of lines that were not logged before it; empty when it is not to be logged. */
    synchronized Optional<String> line(Enum<?> kind, String text) {
        long now = nanoClock.getAsLong();
        Suppressed before = kinds.get(kind);
        if (before != null && now - before.loggedNanos() < INTERVAL_NANOS) {
            kinds.put(kind, new Suppressed(before.loggedNanos(), before.count() + 1));
            return Optional.empty();
        }
        kinds.put(kind, new Suppressed(now, 0));
        return Optional.of(
                before == null || before.count() == 0
                        ? text
                        : text + " (" + before.count() + " more since the last line of this kind)");
    }

    private record Suppressed(long loggedNanos, long count) {}
}
