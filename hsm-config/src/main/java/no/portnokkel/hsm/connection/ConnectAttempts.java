package no.portnokkel.hsm.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.function.LongSupplier;

/**
 * The attempts to connect: at most one is planned or under way at a time, and those that hang and were left behind are
 * counted. To be used under the lock of {@link ConnectionManager}.
 */
final class ConnectAttempts {
    private final TaskScheduler scheduler;
    private final LongSupplier nanoClock;
    private final ReconnectBackoff backoff;
    private Optional<ScheduledFuture<?>> planned = Optional.empty();
    private Optional<ConnectAttempt> currentAttempt = Optional.empty();
    private int hanging;

    ConnectAttempts(TaskScheduler scheduler, LongSupplier nanoClock) {
        this.scheduler = scheduler;
        this.nanoClock = nanoClock;
        this.backoff = new ReconnectBackoff(nanoClock.getAsLong(), Math::random);
    }

    /** What worked does so no more. */
    void outageBegan() {
        backoff.outageBegan(nanoClock.getAsLong());
    }

    /** How long ago that was. */
    Duration outage() {
        return backoff.outage(nanoClock.getAsLong());
    }

    Optional<ConnectAttempt> currentAttempt() {
        return currentAttempt;
    }

    /** Whether one is planned or under way. */
    boolean arePending() {
        return planned.isPresent() || currentAttempt.isPresent();
    }

    /** Plans the next for when it is due, and tells whether that could be done. */
    boolean plan(Runnable begin) {
        planned = scheduler.schedule(backoff.delay(nanoClock.getAsLong(), hanging), begin);
        return planned.isPresent();
    }

    /** The next is due now. */
    void skipDelay() {
        cancelPlan();
        backoff.skipDelay(nanoClock.getAsLong());
    }

    void cancelPlan() {
        planned.ifPresent(other -> other.cancel(false));
        planned = Optional.empty();
    }

    ConnectAttempt begin() {
        cancelPlan();
        ConnectAttempt attempt = new ConnectAttempt();
        currentAttempt = Optional.of(attempt);
        return attempt;
    }

    boolean isCurrent(ConnectAttempt attempt) {
        return currentAttempt.filter(attempt::equals).isPresent();
    }

    /** It hangs, and is left behind. */
    void abandon() {
        hanging++;
    }

    void end(ConnectAttempt attempt) {
        if (isCurrent(attempt)) {
            currentAttempt = Optional.empty();
            backoff.attempted(nanoClock.getAsLong());
        } else {
            hanging--; // it was left behind
        }
    }
}
