package no.portnokkel.hsm.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.pkcs11.Generation;

/**
 * Makes calls in a generation, on the thread that fits the caller. A call that takes too long discards the generation, unless its
 * key is at fault.
 */
final class NativeCallDispatcher {
    private final String token;
    private final ConnectionManager connectionManager;
    private final NativeCallPool calls;
    private final AbandonableExecutor abandonableTasks;
    private final TaskScheduler scheduler;
    private final CallWatchdog watchdog;
    private final LongSupplier nanoClock;
    private final long longestCallNanos;

    NativeCallDispatcher(
            String token,
            ConnectionManager connectionManager,
            NativeCallPool calls,
            AbandonableExecutor abandonableTasks,
            TaskScheduler scheduler,
            LongSupplier nanoClock,
            long longestCallNanos) {
        this.token = token;
        this.connectionManager = connectionManager;
        this.calls = calls;
        this.abandonableTasks = abandonableTasks;
        this.scheduler = scheduler;
        this.watchdog = new CallWatchdog(scheduler, nanoClock, longestCallNanos);
        this.nanoClock = nanoClock;
        this.longestCallNanos = longestCallNanos;
    }

    /**
     * Makes a call: on this thread if it may be abandoned, else on a thread of the pool.
     *
     * @param label of the key that the call uses
     * @param atEnd runs once: when the call returns, is given up, or cannot be made
     * @throws HsmException from the call; or {@link DeviceFault.Unavailable} at the deadline or when the call takes too long.
     *     A task of {@link AbandonableExecutor} gets neither of the latter two: it restarts
     */
    <T> T call(Generation generation, String label, Supplier<T> work, Runnable atEnd, long deadlineNanos) {
        Optional<AbandonableExecutor.Task<?>> task = abandonableTasks.current();
        return task.isPresent()
                ? callOnThisThread(generation, label, work, atEnd, task.get())
                : callOnPoolThread(generation, label, work, atEnd, deadlineNanos);
    }

    /** Makes the call in the background; no caller waits for it. */
    void callInBackground(Generation generation, Runnable work, Runnable atEnd) {
        long startNanos = nanoClock.getAsLong();
        giveUpWhenOverdue(calls.startTask(work, atEnd), generation, startNanos);
    }

    /**
     * Makes a call whose duration says nothing about the device, such as a listing of all objects. Given up at its limit; no
     * caller waits for it, and no generation is discarded.
     */
    void callInBackground(Runnable work, Runnable atEnd, Duration limit) {
        NativeCall<?> call = calls.startTask(work, atEnd);
        scheduler.schedule(limit.toNanos(), () -> call.giveUp(() -> {}));
    }

    HsmException noAnswer() {
        return new HsmException(noAnswerFault());
    }

    private <T> T callOnThisThread(
            Generation generation, String label, Supplier<T> work, Runnable atEnd, AbandonableExecutor.Task<?> task) {
        NativeCall<T> call = calls.admit(work, atEnd);
        CallWatchdog.Watched watched = watchdog.watch(() -> {
            if (call.giveUp(connectionManager::reconnectNow)) {
                // after the generation was discarded, or the key rejected, so that the restarted task does not use it
                CompletableFuture<Void> unused = judge(generation, label).thenRun(task::restart);
            }
        });
        try {
            return call.callHere();
        } finally {
            watched.end();
        }
    }

    private <T> T callOnPoolThread(
            Generation generation, String label, Supplier<T> work, Runnable atEnd, long deadlineNanos) {
        NativeCall<T> call = calls.start(work, atEnd);
        long startNanos = nanoClock.getAsLong();
        try {
            return call.await(Math.min(longestCallNanos, deadlineNanos - startNanos));
        } catch (TimeoutException late) {
            boolean overdue = nanoClock.getAsLong() - startNanos >= longestCallNanos;
            if (overdue && call.giveUp(connectionManager::reconnectNow)) {
                throw new HsmException(judge(generation, label).join(), late);
            }
            giveUpWhenOverdue(call, generation, startNanos);
            throw new HsmException(noAnswerFault(), late);
        } catch (InterruptedException interrupted) {
            giveUpWhenOverdue(call, generation, startNanos);
            Thread.currentThread().interrupt();
            throw new HsmException(new DeviceFault.Interrupted(token), interrupted);
        }
    }

    /** Gives the call up only when the call itself takes too long, not when the time in the queue did. */
    private void giveUpWhenOverdue(NativeCall<?> call, Generation generation, long startNanos) {
        long remaining = startNanos + longestCallNanos - nanoClock.getAsLong();
        if (remaining > 0) {
            scheduler.schedule(remaining, () -> giveUp(call, generation));
        } else {
            giveUp(call, generation);
        }
    }

    private void giveUp(NativeCall<?> call, Generation generation) {
        if (call.giveUp(connectionManager::reconnectNow)) {
            connectionManager.reportLost(generation, noAnswerFault());
        }
    }

    /**
     * Returns whose fault a call is that hangs: the key's if it has not signed in this login and another one signs now.
     * Otherwise the generation is discarded. Completes within a quarter of the longest time of a call.
     */
    private CompletableFuture<HsmFault> judge(Generation generation, String label) {
        CompletableFuture<HsmFault> verdict = new CompletableFuture<>();
        if (!generation.rejectsHanging(label) || !isJudging(verdict, generation, label)) {
            verdict.complete(noAnswerFault());
        }
        return verdict.thenApply(fault -> {
            if (fault.endsLogin()) {
                connectionManager.reportLost(generation, fault);
            }
            return fault;
        });
    }

    private boolean isJudging(CompletableFuture<HsmFault> verdict, Generation generation, String label) {
        try {
            NativeCall<?> probe = calls.startTask(
                    () -> verdict.complete(generation.faultOfHanging(label).orElseGet(this::noAnswerFault)), () -> {});
            return scheduler
                    .schedule(longestCallNanos / 4, () -> {
                        probe.giveUp(connectionManager::reconnectNow);
                        verdict.complete(noAnswerFault());
                    })
                    .isPresent();
        } catch (HsmException tooManyHang) {
            return false;
        }
    }

    private HsmFault noAnswerFault() {
        return new DeviceFault.Unavailable(token, Reason.NO_ANSWER.id());
    }
}
