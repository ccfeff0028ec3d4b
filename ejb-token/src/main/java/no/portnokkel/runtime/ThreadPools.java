package no.portnokkel.runtime;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Our threads, by what they may wait for.
 *
 * @param background periodic looks and connecting to the HSM, which may take as long as the device likes
 * @param alarms deadlines of HTTP exchanges, and the refresher of tokens: never waits for anything
 * @param flights one for each token that somebody waits for, as many as {@link #MOST_FLIGHTS}, and those that hang in a
 *     module, whose number the HSM bounds
 * @param ahead renews tokens before anybody waits; queues when all are taken
 */
record ThreadPools(
        ScheduledExecutorService background,
        ScheduledExecutorService alarms,
        ExecutorService flights,
        ExecutorService ahead)
        implements AutoCloseable {
    private static final int BACKGROUND = 4;
    static final int MOST_FLIGHTS = 64;
    private static final int MOST_AHEAD = 32;
    private static final long IDLE_SECONDS = 30;

    static ThreadPools of(ThreadFactory factory) {
        ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1, factory);
        alarms.setRemoveOnCancelPolicy(
                true); // an alarm holds its request, and with it a grant, until it would have rung
        ThreadPoolExecutor ahead = new ThreadPoolExecutor(
                MOST_AHEAD, MOST_AHEAD, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        ahead.allowCoreThreadTimeOut(true);
        return new ThreadPools(
                new ScheduledThreadPoolExecutor(BACKGROUND, factory),
                alarms,
                new ThreadPoolExecutor(
                        0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory),
                ahead);
    }

    @Override
    public void close() {
        background.shutdownNow();
        alarms.shutdownNow();
        flights.shutdownNow();
        ahead.shutdownNow();
    }
}
