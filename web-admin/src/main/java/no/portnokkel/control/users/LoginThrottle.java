package no.portnokkel.control.users;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Limits password guessing. Counts failures by name <em>and</em> address: after five in a row, that name is blocked from
 * that address for 30 seconds, and after each further failure for twice as long, at most 15 minutes. Failures from one
 * address never block another, and a success clears the count of its own address only: nobody can lock a person out, or
 * guess on behind a person who signs in.
 *
 * <p>A name with 20 failures over all addresses is slowed down: each check of its password waits a second, and a success
 * clears nothing, so that nobody guesses on beside a script at the same address. The name is never refused for that reason.
 *
 * <p>Unknown names are treated like known ones. What is kept is bounded, keyed by hash, and forgotten an hour after the last
 * failure. Thread-safe.
 */
final class LoginThrottle {
    private static final int FREE_FAILURES = 5;
    private static final Duration FIRST_BLOCK = Duration.ofSeconds(30);
    private static final Duration LONGEST_BLOCK = Duration.ofMinutes(15);
    private static final int FAILURES_THAT_SLOW_DOWN = 20;
    private static final Duration SLOW_DOWN = Duration.ofSeconds(1);
    private static final Duration MEMORY = Duration.ofHours(1);
    private static final int MAX_ENTRIES = 10_000;

    private final KeyedHash hash;
    private final LongSupplier nanoClock;
    private final ExpiringMap<Failures> byNameAndAddress;
    private final ExpiringMap<Integer> byName;

    /** @param nanoClock monotonic clock, in nanoseconds */
    LoginThrottle(KeyedHash hash, LongSupplier nanoClock) {
        this.hash = hash;
        this.nanoClock = nanoClock;
        this.byNameAndAddress = new ExpiringMap<>(MEMORY, MAX_ENTRIES, nanoClock);
        this.byName = new ExpiringMap<>(MEMORY, MAX_ENTRIES, nanoClock);
    }

    /** Returns how long the name is still blocked from this address; zero when a password may be checked. */
    Duration remainingBlock(String name, String address) {
        return byNameAndAddress
                .get(key(name, address))
                .map(failures -> failures.block().minusNanos(nanoClock.getAsLong() - failures.lastNanos()))
                .filter(remaining -> !remaining.isNegative())
                .orElse(Duration.ZERO);
    }

    /** Returns how long a check of this name's password must wait; zero for a name that is not under attack. */
    Duration slowDown(String name) {
        return isUnderAttack(name) ? SLOW_DOWN : Duration.ZERO;
    }

    private boolean isUnderAttack(String name) {
        return byName.get(hash.of(name)).orElse(0) >= FAILURES_THAT_SLOW_DOWN;
    }

    synchronized void recordFailure(String name, String address) {
        String key = key(name, address);
        int before = byNameAndAddress.get(key).map(Failures::count).orElse(0);
        byNameAndAddress.put(key, new Failures(before + 1, nanoClock.getAsLong()));
        String nameKey = hash.of(name);
        byName.put(nameKey, Math.min(byName.get(nameKey).orElse(0) + 1, FAILURES_THAT_SLOW_DOWN));
    }

    void recordSuccess(String name, String address) {
        if (!isUnderAttack(name)) {
            byNameAndAddress.remove(key(name, address));
        }
    }

    private String key(String name, String address) {
        return hash.of(name, network(address));
    }

    /** Returns the first half of an IPv6 address: one subscriber usually has all addresses of a /64. */
    private static String network(String address) {
        String[] groups = address.split(":", -1);
        return groups.length == 8 ? String.join(":", Arrays.copyOf(groups, 4)) : address;
    }

    private record Failures(int count, long lastNanos) {
        Duration block() {
            if (count < FREE_FAILURES) {
                return Duration.ZERO;
            }
            Duration doubled = FIRST_BLOCK.multipliedBy(1L << Math.min(count - FREE_FAILURES, 10));
            return doubled.compareTo(LONGEST_BLOCK) < 0 ? doubled : LONGEST_BLOCK;
        }
    }
}
