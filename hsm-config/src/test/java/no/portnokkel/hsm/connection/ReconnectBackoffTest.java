package no.portnokkel.hsm.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReconnectBackoffTest {
    private static final long START = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos(); // reveals overflow

    private final ReconnectBackoff backoff = new ReconnectBackoff(START, () -> 0);
    private long now = START;

    @Test
    void the_first_attempt_has_no_delay() {
        assertThat(backoff.delay(now, 0)).isZero();
    }

    @Test
    void attempts_are_never_more_than_five_seconds_apart_in_the_first_minute() {
        Duration delay = attempt();
        while (now - START < Duration.ofSeconds(60).toNanos()) {
            assertThat(delay).isBetween(Duration.ofMillis(100), Duration.ofSeconds(5));
            delay = attempt();
        }
        assertThat(delay).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void the_thousandth_attempt_still_has_a_delay_of_half_a_minute() {
        Duration delay = Duration.ZERO;
        for (int attempt = 0; attempt < 1_000; attempt++) {
            delay = attempt();
        }
        assertThat(delay).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void the_next_outage_starts_with_short_delays() {
        for (int attempt = 0; attempt < 100; attempt++) {
            attempt();
        }
        now += Duration.ofHours(1).toNanos();
        backoff.outageBegan(now);

        assertThat(backoff.delay(now, 0)).isZero();
        assertThat(attempt()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void a_device_that_is_lost_immediately_is_not_retried_without_delay() {
        attempt();
        backoff.outageBegan(now);

        assertThat(Duration.ofNanos(backoff.delay(now, 0))).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void when_a_hanging_call_has_returned_the_next_attempt_is_due() {
        for (int attempt = 0; attempt < 100; attempt++) {
            attempt();
        }
        backoff.attempted(now);
        assertThat(backoff.delay(now, 1)).isPositive();

        backoff.skipDelay(now);

        assertThat(backoff.delay(now, 0)).isZero();
    }

    @Test
    void a_fifth_of_the_delay_is_random() {
        ReconnectBackoff lucky = new ReconnectBackoff(START, () -> 1);
        lucky.attempted(START);

        assertThat(Duration.ofNanos(lucky.delay(START, 0))).isEqualTo(Duration.ofMillis(80));
    }

    @Test
    void attempts_that_hang_lead_to_long_delays() {
        backoff.attempted(now);

        assertThat(Duration.ofNanos(backoff.delay(now, 1))).isEqualTo(Duration.ofSeconds(30));
        assertThat(Duration.ofNanos(backoff.delay(now, 2))).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void the_phases_of_an_outage_begin_after_ten_seconds_and_after_a_minute() {
        assertThat(delayAt(Duration.ofSeconds(10).minusNanos(1))).isEqualTo(Duration.ofMillis(100));
        assertThat(delayAt(Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(5));
        assertThat(delayAt(Duration.ofMinutes(1).minusNanos(1))).isEqualTo(Duration.ofSeconds(5));
        assertThat(delayAt(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(30));
    }

    /** Returns the delay after an attempt at this age of the outage. */
    private Duration delayAt(Duration age) {
        long at = START + age.toNanos();
        backoff.attempted(at);
        return Duration.ofNanos(backoff.delay(at, 0));
    }

    @Test
    void the_time_since_the_last_attempt_shortens_the_delay() {
        backoff.attempted(now);

        assertThat(backoff.delay(now + Duration.ofMillis(99).toNanos(), 0))
                .isEqualTo(Duration.ofMillis(1).toNanos());
        assertThat(backoff.delay(now + Duration.ofSeconds(9).toNanos(), 0)).isZero();
    }

    @Test
    void the_length_of_an_outage_counts_from_its_beginning() {
        now += Duration.ofHours(1).toNanos();
        backoff.outageBegan(now);

        assertThat(backoff.outage(now + Duration.ofSeconds(7).toNanos())).isEqualTo(Duration.ofSeconds(7));
    }

    private Duration attempt() {
        now += backoff.delay(now, 0);
        backoff.attempted(now);
        return Duration.ofNanos(backoff.delay(now, 0));
    }
}
