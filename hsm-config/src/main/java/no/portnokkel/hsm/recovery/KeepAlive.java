package no.portnokkel.hsm.recovery;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Makes a probe when nobody has signed for a while, for devices that drop sessions they take for forgotten: one probe in
 * each time of quiet, so six a minute at most, since the setting allows no less than 10 s.
 */
public final class KeepAlive implements AutoCloseable {
    private static final int LOOKS = 4;

    private final Optional<Duration> quiet;
    private final Generations generations;
    private final Passage passage;
    private final ScheduledExecutorService background;
    private final LongSupplier nanoClock;
    private Optional<ScheduledFuture<?>> looking = Optional.empty();

    /**
     * Prepares.
     *
     * @param quiet after how long; empty: never
     * @param nanoClock monotonic, in nanoseconds
     */
    public KeepAlive(
            Optional<Duration> quiet,
            Generations generations,
            Passage passage,
            ScheduledExecutorService background,
            LongSupplier nanoClock) {
        this.quiet = quiet;
        this.generations = generations;
        this.passage = passage;
        this.background = background;
        this.nanoClock = nanoClock;
    }

    /** Begins to look, a few times in each time of quiet. */
    public void start() {
        looking = quiet.map(Duration::toNanos)
                .map(nanos -> background.scheduleWithFixedDelay(
                        () -> look(nanos), nanos / LOOKS, nanos / LOOKS, TimeUnit.NANOSECONDS));
    }

    @Override
    public void close() {
        looking.ifPresent(task -> task.cancel(false));
    }

    private void look(long nanos) {
        boolean isQuiet = nanoClock.getAsLong() - passage.lastEntered() >= nanos - nanos / LOOKS;
        if (isQuiet) {
            generations.standing().generation().ifPresent(passage::keepAwake);
        }
    }
}
