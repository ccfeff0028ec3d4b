package no.portnokkel.maskinporten.endpoint;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.config.DeviceKey;

/** Counts the grants that are being signed and sent with each key, so that a stop can wait for those that began before it. Thread-safe. */
public final class GrantsUnderWay {
    private final LongSupplier nanoClock;
    private final Map<DeviceKey, Integer> counts = new HashMap<>();

    /** @param nanoClock monotonic, in nanoseconds */
    public GrantsUnderWay(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Runs one attempt, which counts from before its first check to its response. */
    <T> T during(DeviceKey key, Attempt<T> attempt) throws IOException {
        count(key, 1);
        try {
            return attempt.run();
        } finally {
            count(key, -1);
        }
    }

    private synchronized void count(DeviceKey key, int change) {
        counts.merge(key, change, (before, more) -> before + more == 0 ? null : before + more);
        notifyAll();
    }

    /** Returns whether no grant with one of these keys is under way. */
    public synchronized boolean isNone(Collection<DeviceKey> keys) {
        return Collections.disjoint(counts.keySet(), keys);
    }

    /**
     * Waits until no grant with this key is under way. To be called once no new one can begin.
     *
     * @return false if the timeout elapsed first
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public synchronized boolean awaitNone(DeviceKey key, Duration timeout) throws InterruptedException {
        long startNanos = nanoClock.getAsLong();
        while (counts.containsKey(key)) {
            long remainingMillis =
                    timeout.minusNanos(nanoClock.getAsLong() - startNanos).toMillis();
            if (remainingMillis <= 0) {
                return false;
            }
            wait(remainingMillis);
        }
        return true;
    }

    /** Signs a grant and sends it. */
    interface Attempt<T> {
        T run() throws IOException;
    }
}
