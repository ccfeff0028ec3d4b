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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When attempts are made. The device is none, and time passes by hand. */
class ConnectionManagerTest {
    private final ManualScheduler time = new ManualScheduler();
    private final NativeCallPool calls = new NativeCallPool("generations", 8);
    private final CountDownLatch back = new CountDownLatch(1);
    private final Semaphore begun = new Semaphore(0);

    @AfterEach
    void stop() {
        back.countDown();
        calls.close();
        time.shutdownNow();
    }

    @Test
    void an_attempt_that_hung_and_returns_is_followed_by_the_next_at_once() throws InterruptedException {
        ConnectionManager generations =
                new ConnectionManager("generations", this::hangsUntilItIsBack, () -> {}, calls, time, time::nanos);
        generations.tryNow();
        theFirstIsWatched(generations);
        time.passes(ConnectionManager.LONGEST_ATTEMPT.plusSeconds(1));
        assertThat(generations.standing().fault()).as("it was given up").isPresent();

        back.countDown();

        assertThat(begun.tryAcquire(20, SECONDS))
                .as("the second, without a wait")
                .isTrue();
    }

    @Test
    void while_an_attempt_hangs_the_next_waits_for_half_a_minute() throws InterruptedException {
        ConnectionManager generations =
                new ConnectionManager("generations", this::hangsUntilItIsBack, () -> {}, calls, time, time::nanos);
        generations.tryNow();
        theFirstIsWatched(generations);
        time.passes(ConnectionManager.LONGEST_ATTEMPT.plusSeconds(1));

        time.passes(Duration.ofSeconds(20));
        assertThat(begun.availablePermits()).isZero();

        time.passes(Duration.ofSeconds(10));
        assertThat(begun.tryAcquire(20, SECONDS)).as("the second").isTrue();
    }

    /** It has begun, and so has the watch over it, which its thread may be ahead of. */
    private void theFirstIsWatched(ConnectionManager generations) throws InterruptedException {
        assertThat(begun.tryAcquire(20, SECONDS)).as("the first").isTrue();
        assertThat(generations.underWay()).isPresent(); // by the lock that is held until then
    }

    private Generation hangsUntilItIsBack() {
        begun.release();
        try {
            back.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        throw new HsmException(new DeviceFault.Unavailable("generations", "a word"));
    }
}
