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
import java.util.concurrent.atomic.AtomicLong;

/** A scheduler whose time advances manually. Due tasks run on one thread. */
public final class ManualScheduler extends ScheduledThreadPoolExecutor {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // reveals overflow
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final List<Planned> plans = new ArrayList<>();

    public ManualScheduler() {
        super(0);
    }

    public long nanos() {
        return now.get();
    }

    /** Advances the time, runs the due tasks, and returns when they have ended. */
    public void advance(Duration time) {
        now.addAndGet(time.toNanos());
        List<Planned> due;
        synchronized (plans) {
            due = plans.stream().filter(plan -> plan.nanosLeft() <= 0).sorted().toList();
            plans.removeAll(due);
        }
        due.forEach(plan -> CompletableFuture.runAsync(plan, thread).join());
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
            this.dueAt = now.get() + delay;
        }

        @Override
        public void run() {
            super.run();
            if (period > 0) {
                keep(new Planned(task, period, period));
            }
        }

        long nanosLeft() {
            return dueAt - now.get();
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
