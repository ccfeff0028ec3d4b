package no.portnokkel.hsm.connection;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Threads that may be lost in a module, since nobody waits for them but for what they bring. What runs here calls the
 * module itself, which saves each signature a step to another thread and back. When such a call hangs, its thread is left
 * to it and the whole task is begun anew, once, on a thread that stays out of the module. So a task must do no harm when
 * it is broken off at a call and begun again. Safe for any number of threads.
 */
public final class AbandonableExecutor {
    private static final ThreadLocal<Run<?>> CURRENT = new ThreadLocal<>();

    private final Executor threads;
    private final Semaphore permits;

    /**
     * Prepares; begins nothing.
     *
     * @param threads always has one more: those that are lost come on top of {@code maxTasks}
     * @param maxTasks tasks at a time, lost threads not counted
     */
    public AbandonableExecutor(Executor threads, int maxTasks) {
        this.threads = threads;
        this.permits = new Semaphore(maxTasks);
    }

    /**
     * Begins a task and returns at once.
     *
     * @return what comes of it, or what it failed with
     * @throws RejectedExecutionException all permits are taken, or there are no threads any more
     */
    public <T> CompletableFuture<T> begin(Supplier<T> task) {
        if (!permits.tryAcquire()) {
            throw new RejectedExecutionException("All permits are taken");
        }
        CompletableFuture<T> outcome = new CompletableFuture<>();
        try {
            threads.execute(new Run<>(task, outcome, threads));
        } catch (RejectedExecutionException shutDown) {
            permits.release();
            throw shutDown;
        }
        return outcome.whenComplete((any, failure) -> permits.release());
    }

    /** What this thread is doing, if it may be lost over it. */
    public static Optional<Run<?>> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** A task on its first thread. */
    public static final class Run<T> implements Runnable {
        private final Supplier<T> task;
        private final CompletableFuture<T> outcome;
        private final Executor threads;
        private final AtomicBoolean lost = new AtomicBoolean();

        private Run(Supplier<T> task, CompletableFuture<T> outcome, Executor threads) {
            this.task = task;
            this.outcome = outcome;
            this.threads = threads;
        }

        @Override
        public void run() {
            CURRENT.set(this);
            try {
                complete();
            } catch (CallAbandonedException restarted) {
                // its outcome comes from the other thread
            } finally {
                CURRENT.remove();
            }
        }

        /** This thread is lost: begins the task on another. */
        public void restart() {
            if (lost.compareAndSet(false, true)) {
                try {
                    threads.execute(this::complete);
                } catch (RejectedExecutionException shutDown) {
                    outcome.completeExceptionally(shutDown);
                }
            }
        }

        private void complete() {
            try {
                outcome.complete(task.get());
            } catch (CallAbandonedException restarted) {
                throw restarted;
            } catch (RuntimeException | Error failed) {
                outcome.completeExceptionally(failed);
            }
        }
    }
}
