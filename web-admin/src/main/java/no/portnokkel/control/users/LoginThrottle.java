package no.portnokkel.control.users;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Slows down guessing: after five wrong passwords in a row a name is refused for half a minute, whatever is given. Each
 * attempt counts before it is checked, so many at once gain nothing. Remembers a thousand names, the newest. Unknown
 * names are treated like known ones.
 */
public final class LoginThrottle {
    private static final int MOST_FAILURES = 5;
    private static final int MOST_NAMES = 1_000;
    private static final long PAUSE_NANOS = Duration.ofSeconds(30).toNanos();

    private static final Attempts NONE = new Attempts(0, 0);

    private final LongSupplier nanoClock;
    private final Map<String, Attempts> attempts = new LinkedHashMap<>();

    /** @param nanoClock monotonic, in nanoseconds */
    public LoginThrottle(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Counts an attempt, and returns whether it may be checked at all. */
    public synchronized boolean letsTry(String name) {
        long now = nanoClock.getAsLong();
        Attempts before = Objects.requireNonNullElse(attempts.remove(name), NONE);
        boolean paused = before.count() >= MOST_FAILURES;
        if (paused && now - before.lastNanos() < PAUSE_NANOS) {
            attempts.put(name, before);
            return false;
        }
        if (attempts.size() >= MOST_NAMES) {
            attempts.remove(attempts.keySet().iterator().next());
        }
        attempts.put(name, new Attempts(paused ? 1 : before.count() + 1, now));
        return true;
    }

    /** The attempt was right: what went before is forgotten. */
    public synchronized void succeeded(String name) {
        attempts.remove(name);
    }

    private record Attempts(int count, long lastNanos) {}
}
