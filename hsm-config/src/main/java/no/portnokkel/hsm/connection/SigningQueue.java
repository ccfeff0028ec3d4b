package no.portnokkel.hsm.connection;

import static java.lang.System.Logger.Level.DEBUG;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.settings.HsmSettings;

/**
 * Runs the callers' operations on the device, each within the sign timeout: waits for a generation and a permit, then makes
 * the call. When the device is lost meanwhile, or a call hangs for two thirds of that time, the caller continues in the next
 * generation.
 *
 * <p>A task of {@link AbandonableExecutor} makes its calls on its own thread. If one hangs, the task restarts with a new sign
 * timeout.
 */
final class SigningQueue {
    private static final System.Logger LOG = System.getLogger(SigningQueue.class.getName());
    private static final Duration LONGEST_LISTING = Duration.ofMinutes(4); // until shortly before the next one
    private static final long RETRY_NANOS = Duration.ofMillis(20).toNanos();

    private final HsmSettings settings;
    private final GenerationHolder holder;
    private final ConnectionManager connectionManager;
    private final NativeCallDispatcher dispatcher;
    private final LongSupplier nanoClock;
    private final Semaphore permits;
    private final long timeoutNanos;
    private final AtomicBoolean listing = new AtomicBoolean();
    private volatile long lastUsedNanos;

    /**
     * Creates a queue with {@code maxConcurrent} permits.
     *
     * @param calls makes the dispatcher of calls from the longest time of a call in nanoseconds
     * @param nanoClock monotonic, in nanoseconds
     */
    SigningQueue(
            HsmSettings settings,
            GenerationHolder holder,
            ConnectionManager connectionManager,
            Function<Long, NativeCallDispatcher> calls,
            LongSupplier nanoClock) {
        this.settings = settings;
        this.holder = holder;
        this.connectionManager = connectionManager;
        this.nanoClock = nanoClock;
        // not fair: a fair one wakes a thread for each signature; a caller waits at most the sign timeout either way
        this.permits = new Semaphore(settings.maxConcurrent());
        this.timeoutNanos = settings.signTimeout().toNanos();
        this.dispatcher = calls.apply(timeoutNanos / 3 * 2);
        this.lastUsedNanos = nanoClock.getAsLong();
    }

    /**
     * Runs an operation, at most once in each generation.
     *
     * @param label of the key that it uses
     * @throws HsmException within the sign timeout, which begins when the first attempt to connect has ended
     */
    <T> T execute(String label, Function<Generation, T> work) {
        holder.awaitFirstAttempt(nanoClock.getAsLong() + ConnectionManager.LONGEST_ATTEMPT.toNanos());
        long deadline = nanoClock.getAsLong() + timeoutNanos;
        while (true) {
            Generation generation = holder.await(deadline);
            try {
                return execute(generation, label, work, deadline);
            } catch (HsmException failed) {
                if (!canRetry(generation, failed.fault(), deadline)) {
                    throw failed;
                }
            }
        }
    }

    /** Returns when a caller last used the device, by the monotonic clock. */
    long lastUsedNanos() {
        return lastUsedNanos;
    }

    /** Signs a probe to keep the sessions of this generation open. Does not wait for the device. */
    void probe(Generation generation) {
        lastUsedNanos = nanoClock.getAsLong();
        executeInBackground(generation, Generation::keepAlive);
    }

    /** Runs an operation in the background if there is a permit. Does not wait for the device. */
    void executeInBackground(Generation generation, Consumer<Generation> work) {
        if (permits.tryAcquire()) {
            try {
                dispatcher.callInBackground(generation, () -> attempt(generation, work), permits::release);
            } catch (HsmException noThread) {
                LOG.log(DEBUG, noThread.getMessage()); // callers get the same fault
            }
        }
    }

    /**
     * Runs a listing of objects in the background, one at a time. It needs no permit, and its duration is not the device's
     * fault: a token may hold hundreds of objects behind a slow line.
     *
     * @return whether it has begun
     */
    boolean listInBackground(Generation generation, Consumer<Generation> work) {
        if (!listing.compareAndSet(false, true)) {
            return false;
        }
        try {
            dispatcher.callInBackground(() -> attempt(generation, work), () -> listing.set(false), LONGEST_LISTING);
            return true;
        } catch (HsmException noThread) {
            LOG.log(DEBUG, noThread.getMessage());
            return false;
        }
    }

    private void attempt(Generation generation, Consumer<Generation> work) {
        try {
            generation.during(current -> {
                work.accept(current);
                return current;
            });
        } catch (HsmException failed) {
            if (failed.fault().endsLogin()) {
                connectionManager.reportLost(generation, failed.fault());
            }
        }
    }

    private boolean canRetry(Generation generation, HsmFault fault, long deadline) {
        if (fault.endsLogin()) {
            connectionManager.reportLost(generation, fault);
            return true;
        }
        if (fault instanceof DeviceFault.Exhausted) {
            LockSupport.parkNanos(RETRY_NANOS);
            return remainingNanos(deadline) > 0;
        }
        return fault instanceof KeyFault.NotFound missing
                && connectionManager.reloadFor(generation, missing.label(), Duration.ofNanos(remainingNanos(deadline)));
    }

    private <T> T execute(Generation generation, String label, Function<Generation, T> work, long deadline) {
        acquirePermit(deadline);
        if (!holder.state().isCurrent(generation)) { // it was lost while this caller waited in the queue
            permits.release();
            throw dispatcher.noAnswer();
        }
        lastUsedNanos = nanoClock.getAsLong();
        return dispatcher.call(generation, label, () -> generation.during(work), permits::release, deadline);
    }

    private void acquirePermit(long deadline) {
        String token = settings.token().displayName();
        try {
            if (!permits.tryAcquire(remainingNanos(deadline), TimeUnit.NANOSECONDS)) {
                throw new HsmException(new DeviceFault.Busy(token, settings.maxConcurrent()));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new HsmException(new DeviceFault.Interrupted(token), interrupted);
        }
    }

    private long remainingNanos(long deadline) {
        return deadline - nanoClock.getAsLong();
    }
}
