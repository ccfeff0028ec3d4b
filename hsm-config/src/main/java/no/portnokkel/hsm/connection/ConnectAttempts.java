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
    private final TaskScheduler later;
    private final LongSupplier nanoClock;
    private final ReconnectBackoff pace;
    private Optional<ScheduledFuture<?>> planned = Optional.empty();
    private Optional<ConnectAttempt> underWay = Optional.empty();
    private int hanging;

    ConnectAttempts(TaskScheduler later, LongSupplier nanoClock) {
        this.later = later;
        this.nanoClock = nanoClock;
        this.pace = new ReconnectBackoff(nanoClock.getAsLong(), Math::random);
    }

    /** What worked does so no more. */
    void outageBegins() {
        pace.outageBegins(nanoClock.getAsLong());
    }

    /** How long ago that was. */
    Duration outage() {
        return pace.outage(nanoClock.getAsLong());
    }

    Optional<ConnectAttempt> underWay() {
        return underWay;
    }

    /** Whether one is planned or under way. */
    boolean areOn() {
        return planned.isPresent() || underWay.isPresent();
    }

    /** Plans the next for when it is due, and tells whether that could be done. */
    boolean plan(Runnable begin) {
        planned = later.in(pace.delay(nanoClock.getAsLong(), hanging), begin);
        return planned.isPresent();
    }

    /** The next is due now. */
    void hurry() {
        cancelPlan();
        pace.hurry(nanoClock.getAsLong());
    }

    void cancelPlan() {
        planned.ifPresent(other -> other.cancel(false));
        planned = Optional.empty();
    }

    ConnectAttempt begin() {
        cancelPlan();
        ConnectAttempt attempt = new ConnectAttempt();
        underWay = Optional.of(attempt);
        return attempt;
    }

    boolean isUnderWay(ConnectAttempt attempt) {
        return underWay.filter(attempt::equals).isPresent();
    }

    /** It hangs, and is left behind. */
    void leaveBehind() {
        hanging++;
    }

    void end(ConnectAttempt attempt) {
        if (isUnderWay(attempt)) {
            underWay = Optional.empty();
            pace.attempted(nanoClock.getAsLong());
        } else {
            hanging--; // it was left behind
        }
    }
}
