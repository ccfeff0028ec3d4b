package no.portnokkel.hsm.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One attempt to connect at a time; those that hang make the next ones rarer until they return. */
class ConnectAttemptsTest {
    private final ScheduledThreadPoolExecutor background = new ScheduledThreadPoolExecutor(1);
    private final ManualClock time = new ManualClock();
    private final ConnectAttempts attempts = new ConnectAttempts(new TaskScheduler(background), time);

    @AfterEach
    void stop() {
        background.shutdownNow();
    }

    @Test
    void the_attempt_that_was_started_last_is_the_current_one_until_it_ends() {
        ConnectAttempts.ConnectAttempt first = attempts.start();
        ConnectAttempts.ConnectAttempt second = attempts.start();

        assertThat(attempts.isCurrent(first)).isFalse();
        assertThat(attempts.isCurrent(second)).isTrue();
        attempts.end(second);
        assertThat(attempts.isCurrent(second)).isFalse();
        assertThat(attempts.arePending()).isFalse();
    }

    @Test
    void an_attempt_says_why_it_failed() {
        ConnectAttempts.ConnectAttempt attempt = attempts.start();

        assertThat(attempt.fault()).isEmpty();
        attempt.failed(new DeviceFault.Unavailable("bank", "CKR_DEVICE_ERROR"));
        assertThat(attempt.fault()).contains(new DeviceFault.Unavailable("bank", "CKR_DEVICE_ERROR"));
    }

    @Test
    void after_two_that_hang_the_next_attempt_waits_an_hour_until_one_of_them_returns() {
        ConnectAttempts.ConnectAttempt first = abandoned();
        ConnectAttempts.ConnectAttempt second = abandoned();
        attempts.end(attempts.start());

        assertThat(nextDelay()).isGreaterThan(Duration.ofMinutes(59));
        attempts.end(first);
        assertThat(nextDelay()).isLessThan(Duration.ofMinutes(1)).isGreaterThan(Duration.ofSeconds(20));
        attempts.end(second);
        assertThat(nextDelay()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void a_cancelled_attempt_is_not_started() {
        attempts.end(attempts.start());
        attempts.schedule(() -> {});
        Future<?> planned = (Future<?>) background.getQueue().peek();

        attempts.cancelSchedule();

        assertThat(planned.isCancelled()).isTrue();
        assertThat(attempts.arePending()).isFalse();
    }

    /** An attempt that hangs; another one has taken its place. */
    private ConnectAttempts.ConnectAttempt abandoned() {
        ConnectAttempts.ConnectAttempt attempt = attempts.start();
        attempts.abandonCurrent();
        return attempt;
    }

    private Duration nextDelay() {
        background.getQueue().clear();
        attempts.schedule(() -> {});
        Delayed planned = (Delayed) background.getQueue().peek();
        return Duration.ofNanos(planned.getDelay(TimeUnit.NANOSECONDS));
    }
}
