package no.portnokkel.hsm.connection;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** For which keys a generation was renewed, and when: each costs a module, so one label has one every five minutes at most. */
final class ReloadLimiter {
    private static final long BETWEEN = Duration.ofMinutes(5).toNanos();
    private static final int MOST_LABELS = 100;

    private final LongSupplier nanoClock;
    private final Map<String, Long> last = new HashMap<>();

    ReloadLimiter(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Whether it is the label's turn; if so, it has had it. */
    boolean take(String label) {
        long now = nanoClock.getAsLong();
        last.values().removeIf(at -> now - at >= BETWEEN);
        return last.size() < MOST_LABELS && last.putIfAbsent(label, now) == null;
    }
}
