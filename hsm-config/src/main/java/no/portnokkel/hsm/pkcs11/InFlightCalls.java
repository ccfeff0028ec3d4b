package no.portnokkel.hsm.pkcs11;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the threads inside a module. Once closed, no thread enters again: what {@code C_Finalize} does to a
 * concurrent call is undefined (PKCS #11 2.40, 5.4). Thread safe.
 */
final class InFlightCalls {
    private static final int CLOSED = Integer.MIN_VALUE;

    private final AtomicInteger inside = new AtomicInteger();

    /** Enters unless closed; on success the thread must {@link #leave}. */
    boolean enter() {
        boolean open = inside.incrementAndGet() > 0;
        if (!open) {
            leave();
        }
        return open;
    }

    void leave() {
        inside.decrementAndGet();
    }

    /** Closes if no thread is inside; returns true for the one call that closed it. */
    boolean closeIfIdle() {
        return inside.compareAndSet(0, CLOSED);
    }
}
