package no.portnokkel.hsm.connection;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.pkcs11.Generation;

/** Logs out of generations that are no longer current. Does not wait for a device that hangs or is gone. */
final class GenerationCloser {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(2);

    private final NativeCallPool calls;
    private final TaskScheduler scheduler;
    private final Set<Generation> replaced = ConcurrentHashMap.newKeySet();

    GenerationCloser(NativeCallPool calls, TaskScheduler scheduler) {
        this.calls = calls;
        this.scheduler = scheduler;
    }

    /** Logs out after ten seconds, which calls in flight may need. */
    void closeLater(Generation generation) {
        replaced.add(generation);
        scheduler.schedule(GRACE.toNanos(), () -> close(generation, Generation::close, () -> {}));
    }

    /**
     * Logs out of all generations, and waits at most two seconds for it.
     *
     * @param running an attempt that still runs: it writes a copy of the module
     */
    void closeAll(Optional<Generation> last, Optional<ConnectAttempts.ConnectAttempt> running) {
        running.ifPresent(attempt -> attempt.await(SHUTDOWN_GRACE));
        last.ifPresent(replaced::add);
        List<Generation> all = List.copyOf(replaced);
        CountDownLatch remaining = new CountDownLatch(all.size());
        all.forEach(generation -> close(generation, Generation::dispose, remaining::countDown));
        try {
            remaining.await(SHUTDOWN_GRACE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void close(Generation generation, Consumer<Generation> closing, Runnable atEnd) {
        if (!replaced.remove(generation)) {
            atEnd.run(); // another thread closes it
            return;
        }
        try {
            NativeCall<?> call = calls.startTask(() -> closing.accept(generation), atEnd);
            scheduler.schedule(GRACE.toNanos(), () -> call.giveUp(() -> {}));
        } catch (HsmException tooManyHang) {
            // atEnd has run; the login ends with the process
        }
    }
}
