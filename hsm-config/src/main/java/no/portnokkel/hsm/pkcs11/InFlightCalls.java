package no.portnokkel.hsm.pkcs11;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many threads are in a module. Who closes it is alone there for good: what {@code C_Finalize} does to another call is
 * undefined (PKCS #11 2.40, 5.4). Safe for any number of threads.
 */
final class InFlightCalls {
    private static final int CLOSED = Integer.MIN_VALUE;

    private final AtomicInteger inside = new AtomicInteger();

    /** Lets a thread in, which has to {@link #leave}; not when it is closed. */
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

    /** Whether nobody is in it and nobody will be, and this call has brought that about. */
    boolean closeIfEmpty() {
        return inside.compareAndSet(0, CLOSED);
    }
}
