package no.portnokkel.hsm.connection;

import static java.lang.System.Logger.Level.DEBUG;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
 * A caller's way to the device and back within the sign timeout: a generation, a place in the queue, a thread. When the
 * device is lost on the way, or hangs for two thirds of that time, the caller goes on in the next generation.
 *
 * <p>A caller on {@link no.portnokkel.hsm.connection.AbandonableExecutor} makes its calls itself. Where one hangs, its
 * task goes on, from the beginning and with a new sign timeout.
 */
public final class SigningQueue {
    private static final System.Logger LOG = System.getLogger(SigningQueue.class.getName());
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private final HsmSettings settings;
    private final ConnectionManager connectionManager;
    private final NativeCallDispatcher dispatcher;
    private final LongSupplier nanoClock;
    private final Semaphore queue;
    private final long timeoutNanos;
    private volatile long lastUsedNanos;

    /**
     * @param background watches calls whose callers have left
     * @param nanoClock monotonic, in nanoseconds
     */
    public SigningQueue(
            HsmSettings settings,
            ConnectionManager connectionManager,
            NativeCallPool calls,
            ScheduledExecutorService background,
            LongSupplier nanoClock) {
        this.settings = settings;
        this.connectionManager = connectionManager;
        this.nanoClock = nanoClock;
        this.queue = new Semaphore(settings.maxConcurrent(), true);
        this.timeoutNanos = settings.signTimeout().toNanos();
        this.dispatcher = new NativeCallDispatcher(
                settings.token().displayName(), connectionManager, calls, background, nanoClock, timeoutNanos / 3 * 2);
        this.lastUsedNanos = nanoClock.getAsLong();
    }

    /**
     * Does the work, at most once in a generation.
     *
     * @throws HsmException within the sign timeout
     */
    public <T> T execute(Function<Generation, T> work) {
        long deadline = nanoClock.getAsLong() + timeoutNanos;
        while (true) {
            Generation generation = connectionManager.await(deadline);
            try {
                return enter(generation, work, deadline);
            } catch (HsmException failed) {
                if (!canRetry(generation, failed.fault(), deadline)) {
                    throw failed;
                }
            }
        }
    }

    /** When somebody was last on the way into the device. */
    long lastUsedNanos() {
        return lastUsedNanos;
    }

    /** Keeps the sessions of this generation alive. Does not wait for the device. */
    void probe(Generation generation) {
        lastUsedNanos = nanoClock.getAsLong();
        executeInBackground(generation, Generation::keepAlive);
    }

    /** Does something in this generation besides what callers want, when there is holder. Does not wait for the device. */
    void executeInBackground(Generation generation, Consumer<Generation> work) {
        if (queue.tryAcquire()) {
            try {
                dispatcher.executeInBackground(generation, () -> attempt(generation, work), queue::release);
            } catch (HsmException noThread) {
                LOG.log(DEBUG, noThread.getMessage()); // callers are told
            }
        }
    }

    private boolean attempt(Generation generation, Consumer<Generation> work) {
        try {
            return generation.during(one -> {
                work.accept(one);
                return true;
            });
        } catch (HsmException failed) {
            if (isLost(failed.fault())) {
                connectionManager.lost(generation, failed.fault());
            }
            return false;
        }
    }

    private static boolean isLost(HsmFault fault) {
        return fault instanceof DeviceFault.Unavailable || fault instanceof DeviceFault.Broken;
    }

    /** Whether another round may end better. */
    private boolean canRetry(Generation generation, HsmFault fault, long deadline) {
        if (isLost(fault)) {
            connectionManager.lost(generation, fault);
            return true;
        }
        if (fault instanceof DeviceFault.Exhausted) {
            LockSupport.parkNanos(PAUSE_NANOS);
            return remainingNanos(deadline) > 0;
        }
        return fault instanceof KeyFault.NotFound missing
                && connectionManager.reloadFor(generation, missing.label(), remainingNanos(deadline));
    }

    private <T> T enter(Generation generation, Function<Generation, T> work, long deadline) {
        queueUp(deadline);
        if (!connectionManager.isCurrent(generation)) { // it was lost while we stood in the queue
            queue.release();
            throw dispatcher.noAnswer();
        }
        lastUsedNanos = nanoClock.getAsLong();
        return dispatcher.call(generation, () -> generation.during(work), queue::release, deadline);
    }

    private void queueUp(long deadline) {
        DeviceFault busy = new DeviceFault.Busy(settings.token().displayName(), settings.maxConcurrent());
        try {
            if (!queue.tryAcquire(remainingNanos(deadline), TimeUnit.NANOSECONDS)) {
                throw new HsmException(busy);
            }
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private HsmException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new HsmException(new DeviceFault.Interrupted(settings.token().displayName()), cause);
    }

    private long remainingNanos(long deadline) {
        return deadline - nanoClock.getAsLong();
    }
}
