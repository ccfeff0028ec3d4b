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

/**
 * The calls into a module, and threads for those whose callers must not be lost in it. A call that hangs in native code can
 * be neither interrupted nor ended, so that a caller is free of it only when another thread makes it, which costs a step to
 * that thread and back; a caller on {@link AbandonableExecutor} makes it itself. Platform threads, since a native call pins a
 * virtual one to its carrier, and kept for a minute, since SunPKCS11 has nothing that belongs to a thread.
 *
 * <p>Who calls keeps their number small; those that hang are counted, and at the bound nobody else is let in.
 */
public final class NativeCallPool implements AutoCloseable {
    private static final long IDLE_SECONDS = 60;

    private final String token;
    private final int maxStuck;
    private final AtomicInteger stuck = new AtomicInteger();
    private final ExecutorService threads = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), NativeCallPool::thread);

    /**
     * Prepares; no thread is there yet.
     *
     * @param token for messages
     * @param maxStuck calls that may hang, at least 1
     */
    public NativeCallPool(String token, int maxStuck) {
        this.token = token;
        this.maxStuck = maxStuck;
    }

    /** Whether as many calls hang as may. */
    public boolean isFull() {
        return stuck.get() >= maxStuck;
    }

    /**
     * Lets a call in that its caller makes: by {@link NativeCall#runHere()}, at once.
     *
     * @param atEnd run once: when the work is done, or given up, or is not let in
     * @throws HsmException as {@link #begin}
     */
    public <T> NativeCall<T> admit(Supplier<T> work, Runnable atEnd) {
        if (threads.isShutdown()) {
            atEnd.run();
            throw new HsmException(closed());
        }
        if (isFull()) {
            atEnd.run();
            throw new HsmException(new DeviceFault.Unavailable(token, maxStuck + " calls hang in its module"));
        }
        return new NativeCall<>(work::get, atEnd, stuck);
    }

    /**
     * Begins a call on a thread of its own and returns at once.
     *
     * @param atEnd run once: when the work is done, or given up, or cannot be begun
     * @throws HsmException {@link DeviceFault.Unavailable} when too many hang already, until one of them returns;
     *     {@link DeviceFault.Failed} after {@link #close()}
     */
    public <T> NativeCall<T> begin(Supplier<T> work, Runnable atEnd) {
        NativeCall<T> call = admit(work, atEnd);
        try {
            threads.execute(call);
            return call;
        } catch (RejectedExecutionException justNow) {
            atEnd.run();
            throw new HsmException(closed(), justNow);
        }
    }

    /** Takes no more calls; those under way go on. */
    @Override
    public void close() {
        threads.shutdown();
    }

    private DeviceFault closed() {
        return new DeviceFault.Failed(token, "it was closed");
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "portnokkel-hsm-call");
        thread.setDaemon(true);
        return thread;
    }
}
