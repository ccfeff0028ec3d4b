package no.portnokkel.hsm.connection;

import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import no.portnokkel.hsm.HsmListener;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.pkcs11.Generation;

/**
 * Holds the current generation; callers wait here for the next one. A caller that finds a generation takes no lock. Tells its
 * listener when an outage begins, when its cause changes, and when it has passed; not of each attempt.
 */
final class GenerationHolder {
    private final String token;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile ConnectionState state = ConnectionState.START;
    private volatile HsmListener listener = HsmListener.NONE;

    /**
     * Creates a holder without a generation.
     *
     * @param token for messages
     * @param nanoClock monotonic, in nanoseconds
     */
    GenerationHolder(String token, LongSupplier nanoClock) {
        this.token = token;
        this.nanoClock = nanoClock;
    }

    /** Sets the listener, before the first attempt to connect. */
    void listen(HsmListener added) {
        listener = added;
    }

    ConnectionState state() {
        return state;
    }

    void connected(Generation next) {
        publish(state.connected(next));
        listener.connected(state.number());
    }

    void disconnected(HsmFault why) {
        boolean known =
                state.fault().filter(fault -> fault.code() == why.code()).isPresent();
        if (!known) {
            listener.disconnected(why);
        }
        publish(state.disconnected(why));
    }

    /** Discards the generation for good; the listener is not told. Called by one thread at a time, as the two above. */
    void closed(HsmFault why) {
        publish(state.disconnected(why));
    }

    private void publish(ConnectionState next) {
        lock.lock();
        try {
            state = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the first attempt to connect has ended, in whichever way: before that, nobody knows whether there is an outage.
     * Returns at once later, and at the deadline.
     *
     * @param deadlineNanos by the clock of this object
     */
    void awaitFirstAttempt(long deadlineNanos) {
        if (!state.isStarting()) {
            return;
        }
        lock.lock();
        try {
            long remaining = deadlineNanos - nanoClock.getAsLong();
            while (state.isStarting() && remaining > 0) {
                remaining = changed.awaitNanos(remaining);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // the caller's next wait ends at once
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the current generation, or waits for the next one.
     *
     * @param deadlineNanos by the clock of this object
     * @throws HsmException at once if a person must act first, else at the deadline
     */
    Generation await(long deadlineNanos) {
        Optional<Generation> current = state.generation();
        return current.isPresent() ? current.get() : awaitNext(deadlineNanos);
    }

    private Generation awaitNext(long deadlineNanos) {
        lock.lock();
        try {
            while (state.generation().isEmpty()) {
                Optional<HsmFault> fault = state.fault();
                long remaining = deadlineNanos - nanoClock.getAsLong();
                if (remaining <= 0 || fault.filter(why -> !why.isTransient()).isPresent()) {
                    throw new HsmException(fault.orElseGet(this::connecting));
                }
                changed.awaitNanos(remaining);
            }
            return state.generation().get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new HsmException(new DeviceFault.Interrupted(token), interrupted);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the fault of a caller that found neither a generation nor a reason. */
    HsmFault connecting() {
        return new DeviceFault.Unavailable(token, Reason.CONNECTING.id());
    }
}
