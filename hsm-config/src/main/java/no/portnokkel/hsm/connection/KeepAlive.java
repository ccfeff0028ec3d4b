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
    private final ConnectionManager generations;
    private final SigningQueue passage;
    private final TaskScheduler later;
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
            ConnectionManager generations,
            SigningQueue passage,
            ScheduledExecutorService background,
            LongSupplier nanoClock) {
        this.quiet = quiet;
        this.generations = generations;
        this.passage = passage;
        this.later = new TaskScheduler(background);
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
            planned = later.in(delay, () -> look(nanos));
        }
    }

    private void look(long nanos) {
        long left = nanos - (nanoClock.getAsLong() - passage.lastEntered());
        if (left <= 0) {
            generations.standing().generation().ifPresent(passage::keepAwake);
        }
        plan(left > 0 ? left : nanos, nanos);
    }
}
