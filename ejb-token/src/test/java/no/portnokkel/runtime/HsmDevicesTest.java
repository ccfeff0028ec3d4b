package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import no.portnokkel.events.EventPublisher;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.HsmState;
import no.portnokkel.hsm.connection.AbandonableExecutor;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The HSMs of an application that stops while a background task starts one of them. */
@ResourceLock("softhsm2") // one SoftHSM store per process
class HsmDevicesTest extends TwoTwinsFixture {
    private final CountDownLatch isStarting = new CountDownLatch(1);
    private final CountDownLatch isClosed = new CountDownLatch(1);
    private final ScheduledThreadPoolExecutor background = new PausingExecutor();

    private HsmDevices devices;

    @BeforeEach
    void given_the_devices_of_a_configuration() {
        devices = new HsmDevices(
                configuration(),
                new AbandonableExecutor(Runnable::run, 1),
                background,
                System::nanoTime,
                EventPublisher.withLog("stopping"));
    }

    @AfterEach
    void stop() {
        devices.close();
        background.shutdownNow();
    }

    @Test
    void an_hsm_that_is_being_started_at_the_stop_does_not_stay_open() throws Exception {
        CompletableFuture<Hsm> starting =
                CompletableFuture.supplyAsync(this::hsmOfFirst, task -> new Thread(task).start());
        isStarting.await();

        devices.close();
        isClosed.countDown();

        assertThat(starting.get().status().state()).isEqualTo(HsmState.FAILED);
    }

    @Test
    void an_hsm_that_is_needed_after_the_stop_is_not_connected() {
        isClosed.countDown();
        devices.close();

        Hsm late = hsmOfFirst();

        await().during(Duration.ofMillis(300)).until(() -> late.status().state() == HsmState.FAILED);
    }

    private Hsm hsmOfFirst() {
        return devices.hsm(environment()).orElseThrow();
    }

    private EnvironmentSettings environment() {
        return Objects.requireNonNull(configuration().environments().get("first"));
    }

    private Configuration configuration() {
        return Configuration.read(ConfigValues.of(bank.values()));
    }

    /** Stands still in the middle of a start, until the devices are closed or it is clear that their close waits for it. */
    private final class PausingExecutor extends ScheduledThreadPoolExecutor {
        PausingExecutor() {
            super(2);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            ScheduledFuture<?> scheduled = super.schedule(task, delay, unit);
            isStarting.countDown();
            try {
                boolean unused = isClosed.await(300, TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return scheduled;
        }
    }
}
