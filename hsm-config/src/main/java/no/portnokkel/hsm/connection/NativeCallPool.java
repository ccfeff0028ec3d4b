package no.portnokkel.hsm.connection;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.Reason;

/**
 * Admits calls into a module, and has threads for callers that must not be lost in it. A call that hangs in native code can
 * be neither interrupted nor ended, so a caller can only leave if another thread makes the call, which costs a handover to
 * that thread and back. Platform threads, since a native call pins a virtual thread to its carrier; kept for a minute, since
 * SunPKCS11 has no state that belongs to a thread.
 *
 * <p>The callers limit the number of calls. Calls that hang are counted; at the limit no further call is admitted.
 */
final class NativeCallPool implements AutoCloseable {
    private static final long IDLE_SECONDS = 60;

    private final String token;
    private final int maxStuck;
    private final AtomicInteger stuck = new AtomicInteger();
    private final ExecutorService threads = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), NativeCallPool::thread);

    /**
     * Creates a pool without threads.
     *
     * @param token for messages
     * @param maxStuck limit of calls that hang, at least 1
     */
    NativeCallPool(String token, int maxStuck) {
        this.token = token;
        this.maxStuck = maxStuck;
    }

    /** Returns whether the limit of calls that hang is reached. */
    boolean isFull() {
        return stuck.get() >= maxStuck;
    }

    /**
     * Admits a call that its caller makes at once with {@link NativeCall#callHere()}.
     *
     * @param atEnd runs once: when the work has ended, is given up, or is not admitted
     * @throws HsmException as {@link #start}
     */
    <T> NativeCall<T> admit(Supplier<T> work, Runnable atEnd) {
        if (threads.isShutdown()) {
            atEnd.run();
            throw new HsmException(closed());
        }
        if (isFull()) {
            atEnd.run();
            throw new HsmException(new DeviceFault.Unavailable(token, Reason.TOO_MANY_HANGING_CALLS.id()));
        }
        return new NativeCall<>(work::get, atEnd, stuck);
    }

    /**
     * Starts a call on a thread of its own and returns at once.
     *
     * @param atEnd runs once: when the work has ended, is given up, or cannot be started
     * @throws HsmException {@link DeviceFault.Unavailable} if too many calls hang, until one of them returns;
     *     {@link DeviceFault.Failed} after {@link #close()}
     */
    <T> NativeCall<T> start(Supplier<T> work, Runnable atEnd) {
        NativeCall<T> call = admit(work, atEnd);
        try {
            threads.execute(call);
            return call;
        } catch (RejectedExecutionException closedMeanwhile) {
            atEnd.run();
            throw new HsmException(closed(), closedMeanwhile);
        }
    }

    /**
     * Starts a call without a result on a thread of its own and returns at once.
     *
     * @param atEnd as for {@link #start}
     * @throws HsmException as {@link #start}
     */
    NativeCall<?> startTask(Runnable work, Runnable atEnd) {
        return start(
                () -> {
                    work.run();
                    return work;
                },
                atEnd);
    }

    /** Admits no more calls; calls in flight continue. */
    @Override
    public void close() {
        threads.shutdown();
    }

    private DeviceFault closed() {
        return new DeviceFault.Failed(token, Reason.CLOSED.id());
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "portnokkel-hsm-call");
        thread.setDaemon(true);
        return thread;
    }
}
