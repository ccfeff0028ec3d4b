package no.portnokkel.hsm.connection;

import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Short tasks for scheduler, which never call the device.
 *
 * @param background runs them; the caller's to shut down
 */
public record TaskScheduler(ScheduledExecutorService background) {

    /** Returns the planned task; empty when the executor takes no more: the server shuts down. */
    public Optional<ScheduledFuture<?>> schedule(long nanos, Runnable task) {
        try {
            return Optional.of(background.schedule(task, nanos, TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException shutDown) {
            return Optional.empty();
        }
    }
}
