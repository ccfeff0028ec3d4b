package no.portnokkel.hsm.connection;

import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.pkcs11.Generation;

/** Where callers wait for a generation. Whoever finds one standing does not wait, and takes no lock. */
final class GenerationHolder {
    private final String token;
    private final LongSupplier nanoClock;
    private final OutageLogger log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile ConnectionState state = ConnectionState.START;

    GenerationHolder(String token, LongSupplier nanoClock) {
        this.token = token;
        this.nanoClock = nanoClock;
        this.log = new OutageLogger(token);
    }

    ConnectionState state() {
        return state;
    }

    OutageLogger log() {
        return log;
    }

    void connected(Generation next) {
        ConnectionState before = state;
        publish(before.connected(next));
        log.ready(before, state);
    }

    void disconnected(HsmFault why) {
        log.lost(state, why);
        publish(state.disconnected(why));
    }

    /** Tells those who wait. One thread at a time. */
    void publish(ConnectionState next) {
        lock.lock();
        try {
            state = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** See {@link ConnectionManager#await}. */
    Generation await(long deadlineNanos) {
        Optional<Generation> now = state.generation();
        return now.isPresent() ? now.get() : awaitNext(deadlineNanos);
    }

    private Generation awaitNext(long deadlineNanos) {
        lock.lock();
        try {
            while (state.generation().isEmpty()) {
                Optional<HsmFault> fault = state.fault();
                long left = deadlineNanos - nanoClock.getAsLong();
                if (left <= 0 || fault.filter(one -> !one.isTransient()).isPresent()) {
                    throw new HsmException(fault.orElseGet(() -> new DeviceFault.Unavailable(token, "connecting")));
                }
                changed.awaitNanos(left);
            }
            return state.generation().get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new HsmException(new DeviceFault.Interrupted(token), interrupted);
        } finally {
            lock.unlock();
        }
    }
}
