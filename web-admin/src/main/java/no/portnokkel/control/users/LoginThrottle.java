package no.portnokkel.control.users;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Limits password guessing: after five failed attempts in a row a user name is blocked for 30 seconds, also for the right
 * password. An attempt counts before its password is checked, so parallel attempts gain nothing. Remembers the 1,000
 * names tried most recently. Unknown names are treated like known ones. Safe for any number of threads.
 */
public final class LoginThrottle {
    private static final int MAX_FAILURES = 5;
    private static final int MAX_NAMES = 1_000;
    private static final long BLOCK_NANOS = Duration.ofSeconds(30).toNanos();

    private static final FailureCount NONE = new FailureCount(0, 0);

    private final LongSupplier nanoClock;
    private final Map<String, FailureCount> failures = new LinkedHashMap<>();

    /** @param nanoClock monotonic clock, in nanoseconds */
    public LoginThrottle(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Counts an attempt. Returns whether its password may be checked. */
    public synchronized boolean allowAttempt(String name) {
        long now = nanoClock.getAsLong();
        FailureCount before = Objects.requireNonNullElse(failures.remove(name), NONE);
        boolean blocked = before.count() >= MAX_FAILURES;
        if (blocked && now - before.lastNanos() < BLOCK_NANOS) {
            failures.put(name, before);
            return false;
        }
        if (failures.size() >= MAX_NAMES) {
            failures.remove(failures.keySet().iterator().next());
        }
        failures.put(name, new FailureCount(blocked ? 1 : before.count() + 1, now));
        return true;
    }

    /** Resets the count after a successful login. */
    public synchronized void recordSuccess(String name) {
        failures.remove(name);
    }

    private record FailureCount(int count, long lastNanos) {}
}
