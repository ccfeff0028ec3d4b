package no.portnokkel.hsm.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReconnectBackoffTest {
    private static final long START = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos(); // so that overflow shows

    private final ReconnectBackoff pace = new ReconnectBackoff(START, () -> 0);
    private long now = START;

    @Test
    void the_first_attempt_waits_for_nothing() {
        assertThat(pace.delay(now, 0)).isZero();
    }

    @Test
    void attempts_are_never_more_than_five_seconds_apart_in_the_first_minute() {
        Duration gap = attempt();
        while (now - START < Duration.ofSeconds(60).toNanos()) {
            assertThat(gap).isBetween(Duration.ofMillis(100), Duration.ofSeconds(5));
            gap = attempt();
        }
        assertThat(gap).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void the_thousandth_attempt_still_comes_after_half_a_minute() {
        Duration gap = Duration.ZERO;
        for (int attempt = 0; attempt < 1_000; attempt++) {
            gap = attempt();
        }
        assertThat(gap).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void the_next_outage_begins_briskly_again() {
        for (int attempt = 0; attempt < 100; attempt++) {
            attempt();
        }
        now += Duration.ofHours(1).toNanos();
        pace.outageBegins(now);

        assertThat(pace.delay(now, 0)).isZero();
        assertThat(attempt()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void a_device_that_is_lost_as_soon_as_it_came_is_not_hammered() {
        attempt();
        pace.outageBegins(now);

        assertThat(Duration.ofNanos(pace.delay(now, 0))).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void when_a_call_that_hung_has_returned_the_next_attempt_is_due() {
        for (int attempt = 0; attempt < 100; attempt++) {
            attempt();
        }
        pace.attempted(now);
        assertThat(pace.delay(now, 1)).isPositive();

        pace.hurry(now);

        assertThat(pace.delay(now, 0)).isZero();
    }

    @Test
    void a_fifth_of_the_gap_is_left_to_chance() {
        ReconnectBackoff lucky = new ReconnectBackoff(START, () -> 1);
        lucky.attempted(START);

        assertThat(Duration.ofNanos(lucky.delay(START, 0))).isEqualTo(Duration.ofMillis(80));
    }

    @Test
    void attempts_that_hang_are_followed_slowly() {
        pace.attempted(now);

        assertThat(Duration.ofNanos(pace.delay(now, 1))).isEqualTo(Duration.ofSeconds(30));
        assertThat(Duration.ofNanos(pace.delay(now, 2))).isEqualTo(Duration.ofHours(1));
    }

    private Duration attempt() {
        now += pace.delay(now, 0);
        pace.attempted(now);
        return Duration.ofNanos(pace.delay(now, 0));
    }
}
