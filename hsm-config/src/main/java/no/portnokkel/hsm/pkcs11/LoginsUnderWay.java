package no.portnokkel.hsm.pkcs11;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.Reason;

/**
 * Tells whether a PIN is being presented. A process that ends meanwhile leaves the PIN in doubt, so an orderly stop waits for
 * the answer. Thread-safe.
 */
final class LoginsUnderWay implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final int ALL = Integer.MAX_VALUE;

    private final Semaphore permits = new Semaphore(ALL);
    private volatile boolean closed;

    /**
     * Runs a login.
     *
     * @param token for messages
     * @throws HsmException {@link DeviceFault.Failed} after {@link #close()}
     */
    <T> T during(String token, Supplier<T> login) {
        permits.acquireUninterruptibly(); // there are as many as anybody could want, until close() takes all
        try {
            if (closed) {
                throw new HsmException(new DeviceFault.Failed(token, Reason.CLOSED.id()));
            }
            return login.get();
        } finally {
            permits.release();
        }
    }

    /** Lets no further login begin, and waits for those that have; at most ten seconds, for a device that hangs. */
    @Override
    public void close() {
        closed = true;
        try {
            if (permits.tryAcquire(ALL, LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
                permits.release(ALL);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
