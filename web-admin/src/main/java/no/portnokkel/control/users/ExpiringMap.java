package no.portnokkel.control.users;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A map whose entries expire a fixed time after they were put. When it is full, the oldest entry makes room. Thread-safe. */
final class ExpiringMap<V> {
    private final long lifetimeNanos;
    private final int maxEntries;
    private final LongSupplier nanoClock;
    private final Map<String, Entry<V>> entries = new LinkedHashMap<>(); // the oldest first

    /** @param nanoClock monotonic clock, in nanoseconds */
    ExpiringMap(Duration lifetime, int maxEntries, LongSupplier nanoClock) {
        this.lifetimeNanos = lifetime.toNanos();
        this.maxEntries = maxEntries;
        this.nanoClock = nanoClock;
    }

    synchronized Optional<V> get(String key) {
        removeExpired();
        return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    /** Puts a value, whose lifetime begins now. */
    synchronized void put(String key, V value) {
        removeExpired();
        entries.remove(key);
        if (entries.size() >= maxEntries) {
            entries.remove(entries.keySet().iterator().next());
        }
        entries.put(key, new Entry<>(value, nanoClock.getAsLong()));
    }

    synchronized void remove(String key) {
        entries.remove(key);
    }

    private void removeExpired() {
        long now = nanoClock.getAsLong();
        Iterator<Entry<V>> oldest = entries.values().iterator();
        while (oldest.hasNext() && now - oldest.next().putNanos() >= lifetimeNanos) {
            oldest.remove();
        }
    }

    private record Entry<V>(V value, long putNanos) {}
}
