package no.portnokkel.hsm;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread or process does, and not longer than it takes. */
public final class Await {
    private static final long BETWEEN_LOOKS = Duration.ofMillis(20).toNanos();

    private Await() {}

    /**
     * Returns as soon as it holds.
     *
     * @throws AssertionError when it does not hold within the limit
     */
    public static void holds(Duration limit, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new AssertionError("Not within " + limit + ".");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
    }
}
