package no.portnokkel.hsm.connection;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import no.portnokkel.hsm.Await;
import no.portnokkel.hsm.HsmSettingsVariant;
import no.portnokkel.hsm.ManualScheduler;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.pkcs11.SoftwareLogin;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.testkit.ManualClock;

/** A connection to a device that exists in memory, with manual time. */
final class ConnectionFixture implements AutoCloseable {
    static final HsmFault GONE = new DeviceFault.Unavailable("vault", "CKR_DEVICE_REMOVED");

    final ManualClock clock = new ManualClock();
    final ManualScheduler scheduler = new ManualScheduler(clock);
    final NativeCallPool calls = new NativeCallPool("vault", 2);
    final GenerationHolder holder = new GenerationHolder("vault", clock);
    final ExecutorService threads = Executors.newCachedThreadPool();
    final AbandonableExecutor tasks = new AbandonableExecutor(threads, 4);
    final AtomicInteger attempts = new AtomicInteger();
    final AtomicInteger abandoned = new AtomicInteger();
    final List<SoftwareLogin> logins = new CopyOnWriteArrayList<>();
    final ConnectionManager manager = manager(scheduler);
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Optional<RuntimeException> failure = Optional.empty();
    private volatile Optional<CountDownLatch> hangsUntil = Optional.empty();

    ConnectionManager manager(ScheduledExecutorService background) {
        return new ConnectionManager(
                "vault", holder, this::logIn, abandoned::incrementAndGet, calls, background, clock);
    }

    private Generation logIn() {
        Optional<CountDownLatch> hanging = hangsUntil;
        attempts.incrementAndGet();
        hanging.ifPresent(ConnectionFixture::await);
        failure.ifPresent(why -> {
            throw why;
        });
        SoftwareLogin login = new SoftwareLogin(clock);
        logins.add(login);
        return login.generation();
    }

    /** Attempts to connect fail from now on. */
    void deviceFails(HsmFault why) {
        fails(new HsmException(why));
    }

    void fails(RuntimeException why) {
        failure = Optional.of(why);
    }

    void deviceIsBack() {
        failure = Optional.empty();
        hangsUntil = Optional.empty();
    }

    /** Attempts that begin from now on hang. Returns what lets them continue. */
    CountDownLatch deviceHangs() {
        CountDownLatch back = new CountDownLatch(1);
        hangsUntil = Optional.of(back);
        return back;
    }

    /** Returns a call that hangs until the end of the test. */
    Runnable hang() {
        return () -> await(end);
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, SECONDS)).isTrue();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Connects and returns the login. */
    SoftwareLogin connected() {
        manager.connect(() -> {});
        return logins.get(logins.size() - 1);
    }

    SigningQueue queue(int maxConcurrent, Duration signTimeout) {
        HsmSettings settings = HsmSettingsVariant.of(SoftwareLogin.settings(maxConcurrent))
                .signTimeout(signTimeout)
                .settings();
        return new SigningQueue(settings, holder, manager, this::dispatcher, clock);
    }

    NativeCallDispatcher dispatcher(long longestCallNanos) {
        return new NativeCallDispatcher(
                "vault", manager, calls, tasks, new TaskScheduler(scheduler), clock, longestCallNanos);
    }

    /** Runs a caller on a thread of its own. */
    static <T> CompletableFuture<T> caller(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> {
            Thread thread = new Thread(task, "caller");
            thread.setDaemon(true);
            thread.start();
        });
    }

    static <T> T outcome(CompletableFuture<T> caller) throws Exception {
        return caller.get(20, SECONDS);
    }

    static Optional<HsmFault> faultOf(Runnable work) {
        try {
            work.run();
            return Optional.empty();
        } catch (HsmException failed) {
            return Optional.of(failed.fault());
        }
    }

    /**
     * Waits for an effect of another thread.
     *
     * @throws AssertionError when it does not come within a minute
     */
    static void until(BooleanSupplier condition) {
        Await.until(Duration.ofMinutes(1), condition);
    }

    @Override
    public void close() {
        end.countDown();
        hangsUntil.ifPresent(CountDownLatch::countDown);
        calls.close();
        scheduler.shutdownNow();
        threads.shutdownNow();
    }
}
