package no.portnokkel.hsm.connection;

import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Schedules short tasks that never call the device.
 *
 * @param background runs them; shut down by its owner
 */
record TaskScheduler(ScheduledExecutorService background) {
    /** Returns the scheduled task; empty when the executor accepts no more: the server is shutting down. */
    Optional<ScheduledFuture<?>> schedule(long nanos, Runnable task) {
        try {
            return Optional.of(background.schedule(task, nanos, TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException shutDown) {
            return Optional.empty();
        }
    }
}
