package no.portnokkel.hsm.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Watches calls that run on their callers' threads, which cannot leave. While any call is in flight, one check is scheduled
 * for when the oldest call is overdue: so a device that answers costs no scheduled task for each signature.
 */
final class CallWatchdog {
    private final TaskScheduler scheduler;
    private final LongSupplier nanoClock;
    private final long longestCallNanos;
    private final Set<Watched> inFlight = ConcurrentHashMap.newKeySet();
    private volatile boolean scheduled; // written under the lock, read without

    CallWatchdog(TaskScheduler scheduler, LongSupplier nanoClock, long longestCallNanos) {
        this.scheduler = scheduler;
        this.nanoClock = nanoClock;
        this.longestCallNanos = longestCallNanos;
    }

    /**
     * Watches a call until {@link Watched#end()}.
     *
     * @param overdue runs once when the call takes too long, on a thread that must not wait
     */
    Watched watch(Runnable overdue) {
        Watched call = new Watched(nanoClock.getAsLong() + longestCallNanos, overdue);
        inFlight.add(call); // before reading the flag: a check that finds no call clears the flag first
        if (!scheduled) {
            scheduleFirst();
        }
        return call;
    }

    private synchronized void scheduleFirst() {
        if (!scheduled) {
            schedule(longestCallNanos);
        }
    }

    private void check() {
        removeOverdue().forEach(call -> call.overdue.run());
    }

    private synchronized List<Watched> removeOverdue() {
        scheduled = false;
        long now = nanoClock.getAsLong();
        List<Watched> overdue = new ArrayList<>(inFlight);
        overdue.removeIf(call -> call.dueNanos - now > 0);
        overdue.forEach(inFlight::remove);
        OptionalLong next =
                inFlight.stream().mapToLong(call -> call.dueNanos - now).min();
        if (next.isPresent()) {
            schedule(next.getAsLong());
        }
        return overdue;
    }

    private void schedule(long nanos) {
        scheduled = scheduler.schedule(nanos, this::check).isPresent();
    }

    /** A call in flight. */
    final class Watched {
        private final long dueNanos;
        private final Runnable overdue;

        private Watched(long dueNanos, Runnable overdue) {
            this.dueNanos = dueNanos;
            this.overdue = overdue;
        }

        /** The call has returned. */
        void end() {
            inFlight.remove(this);
        }
    }
}
