package no.portnokkel.hsm.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import no.portnokkel.hsm.ManualScheduler;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls may take ten seconds. */
class CallWatchdogTest {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final ManualClock clock = new ManualClock();
    private final ManualScheduler scheduler = new ManualScheduler(clock);
    private final CallWatchdog watchdog = new CallWatchdog(new TaskScheduler(scheduler), clock, LONGEST.toNanos());
    private final List<String> overdue = new ArrayList<>();

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    private CallWatchdog.Watched watch(String call) {
        return watchdog.watch(() -> overdue.add(call));
    }

    @Test
    void a_call_is_overdue_once_when_its_time_is_over() {
        watch("first");
        scheduler.advance(LONGEST.minusNanos(1));
        assertThat(overdue).isEmpty();

        scheduler.advance(Duration.ofNanos(1));
        assertThat(overdue).containsExactly("first");

        scheduler.advance(LONGEST.multipliedBy(2));
        assertThat(overdue).containsExactly("first");
    }

    @Test
    void a_call_that_has_returned_is_not_overdue() {
        watch("first").end();
        scheduler.advance(LONGEST);

        assertThat(overdue).isEmpty();
    }

    @Test
    void each_call_has_its_own_time() {
        watch("first");
        scheduler.advance(Duration.ofSeconds(4));
        watch("second");
        scheduler.advance(Duration.ofSeconds(6));
        assertThat(overdue).containsExactly("first");

        scheduler.advance(Duration.ofSeconds(4).minusNanos(1));
        assertThat(overdue).containsExactly("first");
        scheduler.advance(Duration.ofNanos(1));
        assertThat(overdue).containsExactly("first", "second");
    }

    @Test
    void a_thousand_calls_cost_one_scheduled_check() {
        for (int call = 0; call < 1_000; call++) {
            watch("call").end();
        }
        watch("last");

        assertThat(scheduler.planned()).isEqualTo(1);
    }

    @Test
    void without_calls_in_flight_nothing_is_scheduled() {
        watch("first").end();
        scheduler.advance(LONGEST);

        assertThat(scheduler.planned()).isZero();
        watch("second");
        assertThat(scheduler.planned()).isEqualTo(1);
        scheduler.advance(LONGEST);
        assertThat(overdue).containsExactly("second");
    }

    @Test
    void a_server_that_is_shutting_down_watches_no_more_and_fails_no_call() {
        ScheduledExecutorService stopped = Executors.newSingleThreadScheduledExecutor();
        stopped.shutdownNow();
        CallWatchdog late = new CallWatchdog(new TaskScheduler(stopped), clock, LONGEST.toNanos());

        late.watch(() -> overdue.add("first")).end();
        late.watch(() -> overdue.add("second")).end();

        assertThat(overdue).isEmpty();
    }
}
