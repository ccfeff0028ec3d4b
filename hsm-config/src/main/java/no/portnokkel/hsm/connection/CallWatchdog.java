package no.portnokkel.hsm.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Watches calls whose callers make them themselves and so cannot leave. While any is under way one look is planned, for
 * when the oldest would have taken too long: a device that answers costs no task for each signature.
 */
final class CallWatchdog {
    private final TaskScheduler scheduler;
    private final LongSupplier nanoClock;
    private final long longestCall;
    private final Set<Watched> currentAttempt = ConcurrentHashMap.newKeySet();
    private volatile boolean planned; // written under the lock, read without

    CallWatchdog(TaskScheduler scheduler, LongSupplier nanoClock, long longestCallNanos) {
        this.scheduler = scheduler;
        this.nanoClock = nanoClock;
        this.longestCall = longestCallNanos;
    }

    /**
     * Begins to watch a call, until {@link Watched#end()}.
     *
     * @param tooLong run once when it takes too long, on a thread that must not wait
     */
    Watched watch(Runnable tooLong) {
        Watched call = new Watched(nanoClock.getAsLong() + longestCall, tooLong);
        currentAttempt.add(call); // before the look at the plan: a look that finds nothing drops the plan first
        if (!planned) {
            planFirst();
        }
        return call;
    }

    private synchronized void planFirst() {
        if (!planned) {
            plan(longestCall);
        }
    }

    private void check() {
        overdue().forEach(call -> call.tooLong.run());
    }

    private synchronized List<Watched> overdue() {
        planned = false;
        long now = nanoClock.getAsLong();
        List<Watched> overdue = new ArrayList<>(currentAttempt);
        overdue.removeIf(call -> call.due - now > 0);
        overdue.forEach(currentAttempt::remove);
        OptionalLong next =
                currentAttempt.stream().mapToLong(call -> call.due - now).min();
        if (next.isPresent()) {
            plan(next.getAsLong());
        }
        return overdue;
    }

    private void plan(long nanos) {
        planned = scheduler.schedule(nanos, this::check).isPresent();
    }

    /** A call under way. */
    final class Watched {
        private final long due;
        private final Runnable tooLong;

        private Watched(long due, Runnable tooLong) {
            this.due = due;
            this.tooLong = tooLong;
        }

        /** It has returned. */
        void end() {
            currentAttempt.remove(this);
        }
    }
}
