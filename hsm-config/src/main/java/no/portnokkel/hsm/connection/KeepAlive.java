package no.portnokkel.hsm.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.function.LongSupplier;

/**
 * Makes a probe when nobody has signed for a while, for devices that drop sessions they take for forgotten: one probe in
 * each time of quiet, so six a minute at most, since the setting allows no less than 10 s.
 */
public final class KeepAlive implements AutoCloseable {
    private final Optional<Duration> quiet;
    private final ConnectionManager connectionManager;
    private final SigningQueue signingQueue;
    private final TaskScheduler scheduler;
    private final LongSupplier nanoClock;
    private Optional<ScheduledFuture<?>> planned = Optional.empty();
    private boolean closed;

    /**
     * Prepares.
     *
     * @param quiet after how long; empty: never
     * @param nanoClock monotonic, in nanoseconds
     */
    public KeepAlive(
            Optional<Duration> quiet,
            ConnectionManager connectionManager,
            SigningQueue signingQueue,
            ScheduledExecutorService background,
            LongSupplier nanoClock) {
        this.quiet = quiet;
        this.connectionManager = connectionManager;
        this.signingQueue = signingQueue;
        this.scheduler = new TaskScheduler(background);
        this.nanoClock = nanoClock;
    }

    /** Begins to look, each time when the quiet would have lasted long enough. */
    public void start() {
        quiet.map(Duration::toNanos).ifPresent(nanos -> plan(nanos, nanos));
    }

    @Override
    public synchronized void close() {
        closed = true;
        planned.ifPresent(look -> look.cancel(false));
    }

    private synchronized void plan(long delay, long nanos) {
        if (!closed) {
            planned = scheduler.schedule(delay, () -> check(nanos));
        }
    }

    private void check(long nanos) {
        long left = nanos - (nanoClock.getAsLong() - signingQueue.lastUsedNanos());
        if (left <= 0) {
            connectionManager.state().generation().ifPresent(signingQueue::probe);
        }
        plan(left > 0 ? left : nanos, nanos);
    }
}
