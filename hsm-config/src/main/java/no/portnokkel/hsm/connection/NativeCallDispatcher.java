package no.portnokkel.hsm.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.pkcs11.Generation;

/** Makes calls in a generation, on the thread that fits the caller. A call that takes too long discards the generation. */
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
     * @param atEnd runs once: when the call returns, is given up, or cannot be made
     * @throws HsmException from the call; or {@link DeviceFault.Unavailable} at the deadline or when the call takes too long.
     *     A task of {@link AbandonableExecutor} gets neither of the latter two: it restarts
     */
    <T> T call(Generation generation, Supplier<T> work, Runnable atEnd, long deadlineNanos) {
        Optional<AbandonableExecutor.Task<?>> task = abandonableTasks.current();
        return task.isPresent()
                ? callOnThisThread(generation, work, atEnd, task.get())
                : callOnPoolThread(generation, work, atEnd, deadlineNanos);
    }

    /** Makes the call in the background; no caller waits for it. */
    void callInBackground(Generation generation, Supplier<Boolean> work, Runnable atEnd) {
        long startNanos = nanoClock.getAsLong();
        giveUpWhenOverdue(calls.start(work, atEnd), generation, startNanos);
    }

    /**
     * Makes a call whose duration says nothing about the device, such as a listing of all objects. Given up at its limit; no
     * caller waits for it, and no generation is discarded.
     */
    void callInBackground(Supplier<Boolean> work, Runnable atEnd, Duration limit) {
        NativeCall<Boolean> call = calls.start(work, atEnd);
        scheduler.schedule(limit.toNanos(), () -> call.giveUp(() -> {}));
    }

    HsmException noAnswer() {
        return new HsmException(noAnswerFault());
    }

    private <T> T callOnThisThread(
            Generation generation, Supplier<T> work, Runnable atEnd, AbandonableExecutor.Task<?> task) {
        NativeCall<T> call = calls.admit(work, atEnd);
        CallWatchdog.Watched watched = watchdog.watch(() -> {
            if (giveUp(call, generation)) {
                task.restart(); // after the generation was discarded, so that the restarted task does not use it
            }
        });
        try {
            return call.callHere();
        } finally {
            watched.end();
        }
    }

    private <T> T callOnPoolThread(Generation generation, Supplier<T> work, Runnable atEnd, long deadlineNanos) {
        NativeCall<T> call = calls.start(work, atEnd);
        long startNanos = nanoClock.getAsLong();
        try {
            return call.await(Math.min(longestCallNanos, deadlineNanos - startNanos));
        } catch (TimeoutException late) {
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

    private boolean giveUp(NativeCall<?> call, Generation generation) {
        boolean hangs = call.giveUp(connectionManager::reconnectNow);
        if (hangs) {
            connectionManager.reportLost(generation, noAnswerFault());
        }
        return hangs;
    }

    private DeviceFault noAnswerFault() {
        return new DeviceFault.Unavailable(token, Reason.NO_ANSWER.id());
    }
}
