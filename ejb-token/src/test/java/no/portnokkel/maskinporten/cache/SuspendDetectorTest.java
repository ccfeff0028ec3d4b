package no.portnokkel.maskinporten.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.Test;

class SuspendDetectorTest {
    private static final Duration TENTH = Duration.ofMillis(100);

    private final ManualClock time = new ManualClock();
    private final SuspendDetector detector = new SuspendDetector(time.getAsLong(), time.millis());

    private Duration poll() {
        return Duration.ofNanos(detector.poll(time.getAsLong(), time.millis()));
    }

    private Duration total() {
        return Duration.ofNanos(detector.suspendedNanos());
    }

    @Test
    void while_both_clocks_run_nothing_is_detected() {
        time.advance(Duration.ofDays(40));

        assertThat(poll()).isZero();
        assertThat(total()).isZero();
    }

    @Test
    void a_tenth_of_a_second_that_only_the_wall_clock_counts_is_a_suspension() {
        time.moveWallClock(TENTH.minusMillis(1));
        assertThat(poll()).isZero();

        time.moveWallClock(Duration.ofMillis(1));
        assertThat(poll()).as("small differences add up").isEqualTo(TENTH);
        assertThat(poll()).as("reported once").isZero();
        assertThat(total()).isEqualTo(TENTH);
    }

    @Test
    void suspensions_add_up() {
        time.moveWallClock(Duration.ofMinutes(5));
        poll();
        time.advance(Duration.ofMinutes(1));
        time.moveWallClock(Duration.ofMinutes(7));

        assertThat(poll()).isEqualTo(Duration.ofMinutes(7));
        assertThat(total()).isEqualTo(Duration.ofMinutes(12));
    }

    @Test
    void a_wall_clock_that_is_set_back_is_no_suspension_and_hides_no_later_one() {
        time.moveWallClock(Duration.ofHours(-1));
        assertThat(poll()).isZero();

        time.moveWallClock(Duration.ofMinutes(5));
        assertThat(poll()).isEqualTo(Duration.ofMinutes(5));
        assertThat(total()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void a_wall_clock_that_is_set_back_by_a_little_hides_no_later_suspension() {
        time.moveWallClock(Duration.ofMillis(-1));
        poll();
        time.moveWallClock(TENTH);

        assertThat(poll()).isEqualTo(TENTH);
    }
}
