package no.portnokkel.hsm;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Runs tasks that sign, on threads that may be abandoned when a call into the HSM hangs. Such a task calls the HSM on its own
 * thread, which saves each signature a handover to another thread and back. When a call hangs, its thread is abandoned, and
 * the whole task is restarted once on another thread. So a task must do no harm when it is abandoned at a call and restarted.
 * Thread safe.
 */
@FunctionalInterface
public interface AbandonableCalls {
    /**
     * Starts a task and returns at once.
     *
     * <p>A task must not catch the exceptions of its calls into the HSM, other than
     * {@link no.portnokkel.hsm.fault.HsmException}: one of them ends the abandoned thread.
     *
     * @return completed with the result of the task, or with the exception that it threw
     * @throws RejectedExecutionException the limit of tasks is reached, or no threads are left
     */
    <T> CompletableFuture<T> submit(Supplier<T> task);
}
