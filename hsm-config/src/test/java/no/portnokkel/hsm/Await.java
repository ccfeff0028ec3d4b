package no.portnokkel.hsm;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for an effect of another thread or process. */
public final class Await {
    private static final long POLL_INTERVAL = Duration.ofMillis(20).toNanos();

    private Await() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @throws AssertionError when it does not hold within the limit
     */
    public static void until(Duration limit, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new AssertionError("Not within " + limit + ".");
            }
            LockSupport.parkNanos(POLL_INTERVAL);
        }
    }
}
