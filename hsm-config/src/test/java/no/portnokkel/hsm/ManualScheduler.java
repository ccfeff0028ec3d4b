package no.portnokkel.hsm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import no.portnokkel.testkit.ManualClock;

/** A scheduler for a {@link ManualClock}, which it advances. Due tasks run on one thread. */
public final class ManualScheduler extends ScheduledThreadPoolExecutor {
    private final ManualClock clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final List<Planned> plans = new ArrayList<>();

    public ManualScheduler(ManualClock clock) {
        super(0);
        this.clock = clock;
    }

    /** Advances the time, runs the due tasks, and returns when they have ended. */
    public void advance(Duration time) {
        clock.advance(time);
        List<Planned> due;
        synchronized (plans) {
            due = plans.stream().filter(plan -> plan.nanosLeft() <= 0).sorted().toList();
            plans.removeAll(due);
        }
        due.forEach(plan -> CompletableFuture.runAsync(plan, thread).join());
    }

    /** Returns how many tasks are scheduled and were not cancelled. */
    public int planned() {
        synchronized (plans) {
            return (int) plans.stream().filter(plan -> !plan.isCancelled()).count();
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        Planned next = new Planned(task, unit.toNanos(delay), 0);
        keep(next);
        return next;
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
        Planned next = new Planned(task, unit.toNanos(first), unit.toNanos(delay));
        keep(next);
        return next;
    }

    @Override
    public List<Runnable> shutdownNow() {
        thread.shutdownNow();
        return super.shutdownNow();
    }

    private void keep(Planned next) {
        if (next.nanosLeft() <= 0) {
            thread.execute(next);
            return;
        }
        synchronized (plans) {
            plans.add(next);
        }
    }

    private final class Planned extends FutureTask<Void> implements RunnableScheduledFuture<Void> {
        private final Runnable task;
        private final long period;
        private final long dueAt;

        Planned(Runnable task, long delay, long period) {
            super(task, null);
            this.task = task;
            this.period = period;
            this.dueAt = clock.getAsLong() + delay;
        }

        @Override
        public void run() {
            super.run();
            if (period > 0) {
                keep(new Planned(task, period, period));
            }
        }

        long nanosLeft() {
            return dueAt - clock.getAsLong();
        }

        @Override
        public boolean isPeriodic() {
            return period > 0;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(nanosLeft(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Comparator.<Delayed>comparingLong(one -> one.getDelay(TimeUnit.NANOSECONDS))
                    .compare(this, other);
        }
    }
}
