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

/** Logs out of generations that are past. A device that hangs, or is gone, is not waited for. */
final class GenerationCloser {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(2);

    private final NativeCallPool calls;
    private final TaskScheduler scheduler;
    private final Set<Generation> past = ConcurrentHashMap.newKeySet();

    GenerationCloser(NativeCallPool calls, TaskScheduler scheduler) {
        this.calls = calls;
        this.scheduler = scheduler;
    }

    /** When those who are still in it have had their time. */
    void closeLater(Generation old) {
        past.add(old);
        scheduler.schedule(GRACE.toNanos(), () -> begin(old, Generation::close, () -> {}));
    }

    /** Those whose time has not come yet, and the last one. */
    void closeAll(Optional<Generation> last) {
        last.ifPresent(past::add);
        List<Generation> all = List.copyOf(past);
        CountDownLatch left = new CountDownLatch(all.size());
        all.forEach(old -> begin(old, Generation::dispose, left::countDown));
        try {
            left.await(SHUTDOWN_GRACE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void await(ConnectAttempt last) {
        last.await(SHUTDOWN_GRACE.toNanos());
    }

    private void begin(Generation old, Consumer<Generation> closing, Runnable atEnd) {
        if (!past.remove(old)) {
            atEnd.run(); // another thread was quicker
            return;
        }
        try {
            NativeCall<Boolean> call = calls.begin(
                    () -> {
                        closing.accept(old);
                        return true;
                    },
                    atEnd);
            scheduler.schedule(GRACE.toNanos(), () -> call.giveUp(() -> {}));
        } catch (HsmException tooManyHang) {
            // atEnd has been run; the login ends with the process
        }
    }
}
