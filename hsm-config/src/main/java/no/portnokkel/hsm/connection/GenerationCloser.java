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
    private static final Duration AT_THE_END = Duration.ofSeconds(2);

    private final NativeCallPool calls;
    private final TaskScheduler later;
    private final Set<Generation> past = ConcurrentHashMap.newKeySet();

    GenerationCloser(NativeCallPool calls, TaskScheduler later) {
        this.calls = calls;
        this.later = later;
    }

    /** When those who are still in it have had their time. */
    void soon(Generation old) {
        past.add(old);
        later.in(GRACE.toNanos(), () -> begin(old, Generation::close, () -> {}));
    }

    /** Those whose time has not come yet, and the last one. */
    void now(Optional<Generation> last) {
        last.ifPresent(past::add);
        List<Generation> all = List.copyOf(past);
        CountDownLatch left = new CountDownLatch(all.size());
        all.forEach(old -> begin(old, Generation::end, left::countDown));
        try {
            left.await(AT_THE_END.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void waitFor(ConnectAttempt last) {
        last.await(AT_THE_END.toNanos());
    }

    private void begin(Generation old, Consumer<Generation> goodbye, Runnable atEnd) {
        if (!past.remove(old)) {
            atEnd.run(); // another thread was quicker
            return;
        }
        try {
            NativeCall<Boolean> call = calls.begin(
                    () -> {
                        goodbye.accept(old);
                        return true;
                    },
                    atEnd);
            later.in(GRACE.toNanos(), () -> call.giveUp(() -> {}));
        } catch (HsmException tooManyHang) {
            // atEnd has been run; the login ends with the process
        }
    }
}
