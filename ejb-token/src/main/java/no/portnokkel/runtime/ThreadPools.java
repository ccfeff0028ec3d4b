package no.portnokkel.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import no.portnokkel.maskinporten.cache.TokenCache;

/**
 * All threads, separated by what they may wait for. Periodic tasks run independently: a slow HSM delays no switch of environment,
 * and a slow network delays no check of the HSM.
 */
final class ThreadPools implements AutoCloseable {
    /** The maximum number of concurrent fetches that callers wait for. */
    static final int MAX_FETCHES = 64;

    private static final System.Logger LOG = System.getLogger(ThreadPools.class.getName());
    private static final int BACKGROUND_THREADS = 5;
    private static final int COMPLETION_THREADS = 16;
    private static final long IDLE_SECONDS = 30;

    /** Short enough for tokens with a lifetime of a few seconds; a sweep of ten thousand tokens takes about half a millisecond. */
    private static final long REFRESH_INTERVAL_MILLIS = 200;

    private final ScheduledThreadPoolExecutor background;
    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService fetches;
    private final ThreadPoolExecutor refreshes;
    private final ThreadPoolExecutor completions;

    ThreadPools(ThreadFactory factory) {
        background = new ScheduledThreadPoolExecutor(BACKGROUND_THREADS, factory);
        timer = new ScheduledThreadPoolExecutor(1, factory);
        timer.setRemoveOnCancelPolicy(true); // most deadlines are cancelled
        fetches = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
        refreshes = queueing(TokenCache.MAX_REFRESHES, factory);
        completions = queueing(COMPLETION_THREADS, factory);
    }

    private static ThreadPoolExecutor queueing(int threads, ThreadFactory factory) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** For periodic checks and for connecting to an HSM, which may take as long as the device likes. */
    ScheduledExecutorService background() {
        return background;
    }

    /** For deadlines of HTTP exchanges and the refresher. Its tasks never wait. */
    ScheduledExecutorService timer() {
        return timer;
    }

    /** For fetches. Unbounded, because threads that hang in a PKCS#11 module come on top of {@link #MAX_FETCHES}. */
    Executor fetches() {
        return fetches;
    }

    /** For refreshes ahead of expiry. Queues tasks when all threads are in use. */
    Executor refreshes() {
        return refreshes;
    }

    /** For code of the application that continues when it gets a token: it may take any time, and must delay no fetch. */
    Executor completions() {
        return completions;
    }

    /** Runs a task now and then one second after each end. The task may wait. */
    void everySecond(Runnable task) {
        ScheduledFuture<?> unused =
                background.scheduleWithFixedDelay(() -> runLoggingFailure(task), 0, 1, TimeUnit.SECONDS);
    }

    /** Runs a task once, in the background. The task may wait. Does nothing after {@link #close()}. */
    void soon(Runnable task) {
        if (!background.isShutdown()) {
            background.execute(() -> runLoggingFailure(task));
        }
    }

    /** Runs a task five times a second. The task must not wait. */
    void fiveTimesASecond(Runnable task) {
        ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(
                () -> runLoggingFailure(task), REFRESH_INTERVAL_MILLIS, REFRESH_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void runLoggingFailure(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException unexpected) { // a periodic task that throws would not run again
            if (!background.isShutdown()) { // an orderly stop interrupts it
                LOG.log(System.Logger.Level.ERROR, "Periodic check failed; it will run again", unexpected);
            }
        }
    }

    /** Interrupts all threads and discards all planned tasks, but still tells callers how their requests ended. */
    @Override
    public void close() {
        background.shutdownNow();
        timer.shutdownNow();
        fetches.shutdownNow();
        refreshes.shutdownNow();
        completions.shutdown();
    }
}
