package no.portnokkel.hsm.connection;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import no.portnokkel.hsm.ManualScheduler;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When connection attempts are made, without a device and with manual time. */
class ConnectionManagerTest {
    private final ManualClock clock = new ManualClock();
    private final ManualScheduler time = new ManualScheduler(clock);
    private final NativeCallPool calls = new NativeCallPool("generations", 8);
    private final GenerationHolder holder = new GenerationHolder("generations", clock);
    private final CountDownLatch back = new CountDownLatch(1);
    private final Semaphore begun = new Semaphore(0);

    @AfterEach
    void stop() {
        back.countDown();
        calls.close();
        time.shutdownNow();
    }

    @Test
    void when_a_hanging_attempt_returns_the_next_starts_at_once() throws InterruptedException {
        ConnectionManager connectionManager =
                new ConnectionManager("generations", holder, this::hangUntilBack, () -> {}, calls, time, clock);
        connectionManager.reconnectNow();
        awaitTimeoutOfFirst(connectionManager);
        time.advance(ConnectionManager.LONGEST_ATTEMPT.plusSeconds(1));
        assertThat(holder.state().fault()).as("given up").isPresent();

        back.countDown();

        assertThat(begun.tryAcquire(20, SECONDS))
                .as("the second attempt, without delay")
                .isTrue();
    }

    @Test
    void while_an_attempt_hangs_the_next_waits_for_half_a_minute() throws InterruptedException {
        ConnectionManager connectionManager =
                new ConnectionManager("generations", holder, this::hangUntilBack, () -> {}, calls, time, clock);
        connectionManager.reconnectNow();
        awaitTimeoutOfFirst(connectionManager);
        time.advance(ConnectionManager.LONGEST_ATTEMPT.plusSeconds(1));

        time.advance(Duration.ofSeconds(20));
        assertThat(begun.availablePermits()).isZero();

        time.advance(Duration.ofSeconds(10));
        assertThat(begun.tryAcquire(20, SECONDS)).as("the second attempt").isTrue();
    }

    /** Waits until the first attempt has started and its timeout is scheduled, which its thread may be ahead of. */
    private void awaitTimeoutOfFirst(ConnectionManager connectionManager) throws InterruptedException {
        assertThat(begun.tryAcquire(20, SECONDS)).as("the first attempt").isTrue();
        assertThat(connectionManager.currentAttempt()).isPresent(); // waits for the lock of start()
    }

    private Generation hangUntilBack() {
        begun.release();
        try {
            back.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        throw new HsmException(new DeviceFault.Unavailable("generations", "a word"));
    }
}
