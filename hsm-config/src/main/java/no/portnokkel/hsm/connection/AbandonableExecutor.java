package no.portnokkel.hsm.connection;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import no.portnokkel.hsm.AbandonableCalls;

/** {@link AbandonableCalls} on the threads of an {@link Executor}. */
public final class AbandonableExecutor implements AbandonableCalls {
    private final Executor threads;
    private final Semaphore permits;
    private final Map<Thread, Task<?>> running = new ConcurrentHashMap<>();

    /**
     * Creates an executor; starts nothing.
     *
     * @param threads always has another thread: abandoned threads do not count against {@code maxTasks}
     * @param maxTasks limit of concurrent tasks, without those whose threads were abandoned
     */
    public AbandonableExecutor(Executor threads, int maxTasks) {
        this.threads = threads;
        this.permits = new Semaphore(maxTasks);
    }

    @Override
    public <T> CompletableFuture<T> submit(Supplier<T> task) {
        if (!permits.tryAcquire()) {
            throw new RejectedExecutionException("The limit of tasks is reached");
        }
        CompletableFuture<T> outcome = new CompletableFuture<>();
        try {
            threads.execute(new Task<>(task, outcome));
        } catch (RejectedExecutionException shutDown) {
            permits.release();
            throw shutDown;
        }
        return outcome.whenComplete((any, failure) -> permits.release());
    }

    /** Returns the task of this thread if the thread may be abandoned; empty after a restart. */
    Optional<Task<?>> current() {
        return Optional.ofNullable(running.get(Thread.currentThread()));
    }

    /** A task on its first thread. */
    final class Task<T> implements Runnable {
        private final Supplier<T> work;
        private final CompletableFuture<T> outcome;
        private final AtomicBoolean abandoned = new AtomicBoolean();

        private Task(Supplier<T> work, CompletableFuture<T> outcome) {
            this.work = work;
            this.outcome = outcome;
        }

        @Override
        public void run() {
            running.put(Thread.currentThread(), this);
            try {
                complete();
            } catch (CallAbandonedException restarted) {
                // the other thread completes the outcome
            } finally {
                running.remove(Thread.currentThread());
            }
        }

        /** Abandons this thread: restarts the task on another one, whose calls run on further threads. */
        void restart() {
            if (abandoned.compareAndSet(false, true)) {
                try {
                    threads.execute(this::complete);
                } catch (RejectedExecutionException shutDown) {
                    outcome.completeExceptionally(shutDown);
                }
            }
        }

        private void complete() {
            try {
                outcome.complete(work.get());
            } catch (CallAbandonedException restarted) {
                throw restarted;
            } catch (RuntimeException | Error failed) {
                outcome.completeExceptionally(failed);
            }
        }
    }

    /**
     * Ends a task on an abandoned thread when the module returns to it: another thread has restarted the task. Must propagate
     * to {@link AbandonableExecutor}; do not catch.
     */
    static final class CallAbandonedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CallAbandonedException() {
            super("This thread hung in a PKCS#11 module; another thread has restarted its task");
        }
    }
}
