package no.portnokkel.hsm.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.pkcs11.Generation;

/** One call in one generation. One that takes too long costs the generation, whoever waits for it. */
final class NativeCallDispatcher {
    private final String token;
    private final ConnectionManager connectionManager;
    private final NativeCallPool calls;
    private final TaskScheduler scheduler;
    private final CallWatchdog watchdog;
    private final LongSupplier nanoClock;
    private final long longestCall;

    NativeCallDispatcher(
            String token,
            ConnectionManager connectionManager,
            NativeCallPool calls,
            ScheduledExecutorService background,
            LongSupplier nanoClock,
            long longestCallNanos) {
        this.token = token;
        this.connectionManager = connectionManager;
        this.calls = calls;
        this.scheduler = new TaskScheduler(background);
        this.watchdog = new CallWatchdog(scheduler, nanoClock, longestCallNanos);
        this.nanoClock = nanoClock;
        this.longestCall = longestCallNanos;
    }

    /**
     * Makes a call: on this thread if it may be lost, else on another.
     *
     * @param atEnd run once: when the call returns, or is given up, or cannot be made
     * @throws HsmException from the call, or {@link DeviceFault.Unavailable} at the deadline, or when it takes too long; on
     *     an expendable thread neither of these two: the task is begun anew
     */
    <T> T call(Generation generation, Supplier<T> work, Runnable atEnd, long deadline) {
        Optional<AbandonableExecutor.Run<?>> run = AbandonableExecutor.current();
        return run.isPresent()
                ? callOnThisThread(generation, work, atEnd, run.get())
                : callOnPoolThread(generation, work, atEnd, deadline);
    }

    /** Makes a call on another thread, for nobody. */
    void executeInBackground(Generation generation, Supplier<Boolean> work, Runnable atEnd) {
        long begun = nanoClock.getAsLong();
        abandonWhenOverdue(calls.begin(work, atEnd), generation, begun);
    }

    HsmException noAnswer() {
        return new HsmException(noAnswerFault());
    }

    private <T> T callOnThisThread(
            Generation generation, Supplier<T> work, Runnable atEnd, AbandonableExecutor.Run<?> run) {
        NativeCall<T> call = calls.admit(work, atEnd);
        CallWatchdog.Watched watched = watchdog.watch(() -> {
            if (abandon(call, generation)) {
                run.restart(); // now that it does not meet this generation again
            }
        });
        try {
            return call.runHere();
        } finally {
            watched.end();
        }
    }

    private <T> T callOnPoolThread(Generation generation, Supplier<T> work, Runnable atEnd, long deadline) {
        NativeCall<T> call = calls.begin(work, atEnd);
        long begun = nanoClock.getAsLong();
        try {
            return call.await(Math.min(longestCall, deadline - begun));
        } catch (TimeoutException late) {
            abandonWhenOverdue(call, generation, begun);
            throw new HsmException(noAnswerFault(), late);
        } catch (InterruptedException interrupted) {
            abandonWhenOverdue(call, generation, begun);
            Thread.currentThread().interrupt();
            throw new HsmException(new DeviceFault.Interrupted(token), interrupted);
        }
    }

    /** The caller leaves. The generation is lost only when the call itself takes too long, not when the queue did. */
    private void abandonWhenOverdue(NativeCall<?> call, Generation generation, long begun) {
        long due = begun + longestCall - nanoClock.getAsLong();
        if (due > 0) {
            scheduler.schedule(due, () -> abandon(call, generation));
        } else {
            abandon(call, generation);
        }
    }

    private boolean abandon(NativeCall<?> call, Generation generation) {
        boolean hangs = call.giveUp(connectionManager::reconnectNow);
        if (hangs) {
            connectionManager.lost(generation, noAnswerFault());
        }
        return hangs;
    }

    private DeviceFault noAnswerFault() {
        return new DeviceFault.Unavailable(token, "no answer within " + Duration.ofNanos(longestCall));
    }
}
