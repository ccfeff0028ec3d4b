package no.portnokkel.hsm.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import no.portnokkel.hsm.fault.HsmFault;

/**
 * The attempts to connect: at most one is scheduled or running at a time, and attempts that hang and were abandoned are
 * counted. Guarded by the lock of {@link ConnectionManager}.
 */
final class ConnectAttempts {
    private final TaskScheduler scheduler;
    private final LongSupplier nanoClock;
    private final ReconnectBackoff backoff;
    private Optional<ScheduledFuture<?>> scheduled = Optional.empty();
    private Optional<ConnectAttempt> current = Optional.empty();
    private int hanging;

    ConnectAttempts(TaskScheduler scheduler, LongSupplier nanoClock) {
        this.scheduler = scheduler;
        this.nanoClock = nanoClock;
        this.backoff = new ReconnectBackoff(nanoClock.getAsLong(), Math::random);
    }

    /** An outage has begun. */
    void outageBegan() {
        backoff.outageBegan(nanoClock.getAsLong());
    }

    /** Returns the time since the outage began. */
    Duration outage() {
        return backoff.outage(nanoClock.getAsLong());
    }

    Optional<ConnectAttempt> current() {
        return current;
    }

    boolean isCurrent(ConnectAttempt attempt) {
        return current.filter(attempt::equals).isPresent();
    }

    /** Returns whether an attempt is scheduled or running. */
    boolean arePending() {
        return scheduled.isPresent() || current.isPresent();
    }

    /** Schedules the next attempt; returns false when the server is shutting down. */
    boolean schedule(Runnable start) {
        scheduled = scheduler.schedule(backoff.delay(nanoClock.getAsLong(), hanging), start);
        return scheduled.isPresent();
    }

    /** Makes the next attempt due now. */
    void skipDelay() {
        cancelSchedule();
        backoff.skipDelay(nanoClock.getAsLong());
    }

    void cancelSchedule() {
        scheduled.ifPresent(task -> task.cancel(false));
        scheduled = Optional.empty();
    }

    ConnectAttempt start() {
        cancelSchedule();
        ConnectAttempt attempt = new ConnectAttempt();
        current = Optional.of(attempt);
        return attempt;
    }

    /** The current attempt hangs and is abandoned. */
    void abandonCurrent() {
        hanging++;
    }

    void end(ConnectAttempt attempt) {
        if (isCurrent(attempt)) {
            current = Optional.empty();
            backoff.attempted(nanoClock.getAsLong());
        } else {
            hanging--; // it was abandoned
        }
    }

    /** One attempt; others wait for its end. */
    static final class ConnectAttempt {
        private final CountDownLatch running = new CountDownLatch(1);
        private volatile Optional<HsmFault> fault = Optional.empty();

        void failed(HsmFault why) {
            fault = Optional.of(why);
        }

        /** Returns why it failed; empty while it runs and after it succeeded. */
        Optional<HsmFault> fault() {
            return fault;
        }

        void end() {
            running.countDown();
        }

        /** Waits for its end, until a timeout or an interrupt, which stays set. */
        void await(Duration timeout) {
            try {
                boolean unused = running.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
