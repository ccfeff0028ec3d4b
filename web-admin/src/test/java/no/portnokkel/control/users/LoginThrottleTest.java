package no.portnokkel.control.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private static final String OFFICE = "192.0.2.7";
    private static final String ELSEWHERE = "198.51.100.9";

    private final ManualClock clock = new ManualClock();
    private final LoginThrottle throttle = new LoginThrottle(new KeyedHash(new Random(1)), clock);

    @Test
    void after_five_failed_attempts_a_name_is_blocked_for_30_seconds() {
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(throttle.remainingBlock("kari", OFFICE)).isZero();
            throttle.recordFailure("kari", OFFICE);
        }
        assertThat(throttle.remainingBlock("kari", OFFICE)).isEqualTo(Duration.ofSeconds(30));
        assertThat(throttle.remainingBlock("ola", OFFICE)).isZero();
        clock.advance(Duration.ofSeconds(30));
        assertThat(throttle.remainingBlock("kari", OFFICE)).isZero();
    }

    @Test
    void each_further_failure_doubles_the_block_up_to_15_minutes() {
        fail("kari", OFFICE, 6);
        assertThat(throttle.remainingBlock("kari", OFFICE)).isEqualTo(Duration.ofMinutes(1));
        fail("kari", OFFICE, 1_000);
        assertThat(throttle.remainingBlock("kari", OFFICE)).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void a_wrong_password_every_second_locks_nobody_out_elsewhere() {
        for (int second = 0; second < 3_600; second++) {
            throttle.recordFailure("kari", ELSEWHERE);
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(throttle.remainingBlock("kari", OFFICE)).isZero();
    }

    @Test
    void a_successful_login_resets_the_count_of_its_own_address_only() {
        fail("kari", OFFICE, 4);
        fail("kari", ELSEWHERE, 4);
        throttle.recordSuccess("kari", OFFICE);
        fail("kari", OFFICE, 1);
        fail("kari", ELSEWHERE, 1);
        assertThat(throttle.remainingBlock("kari", OFFICE)).isZero();
        assertThat(throttle.remainingBlock("kari", ELSEWHERE)).isPositive();
    }

    @Test
    void a_name_that_many_addresses_guess_is_slowed_down_and_never_blocked() {
        for (int address = 0; address < 20; address++) {
            assertThat(throttle.slowDown("kari")).isZero();
            throttle.recordFailure("kari", "198.51.100." + address);
        }
        throttle.recordSuccess("kari", OFFICE);
        assertThat(throttle.slowDown("kari")).isEqualTo(Duration.ofSeconds(1));
        assertThat(throttle.remainingBlock("kari", OFFICE)).isZero();
        assertThat(throttle.slowDown("ola")).isZero();
    }

    @Test
    void nobody_guesses_on_beside_a_script_that_logs_in_at_the_same_address() {
        int guesses = 0;
        for (int guess = 0; guess < 40; guess++) {
            if (throttle.remainingBlock("kari", OFFICE).isZero()) {
                throttle.recordFailure("kari", OFFICE);
                guesses++;
            }
            throttle.recordSuccess("kari", OFFICE);
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(guesses).isLessThan(26);
    }

    @Test
    void all_addresses_of_one_ipv6_network_count_as_one() {
        for (int host = 0; host < 5; host++) {
            throttle.recordFailure("kari", "2001:db8:0:7:0:0:0:" + host);
        }
        assertThat(throttle.remainingBlock("kari", "2001:db8:0:7:a:b:c:d")).isPositive();
        assertThat(throttle.remainingBlock("kari", "2001:db8:0:8:0:0:0:1")).isZero();
    }

    @Test
    void failures_are_forgotten_after_an_hour() {
        fail("kari", OFFICE, 100);
        clock.advance(Duration.ofHours(1));
        assertThat(throttle.remainingBlock("kari", OFFICE)).isZero();
        fail("kari", OFFICE, 4);
        assertThat(throttle.remainingBlock("kari", OFFICE)).isZero();
        assertThat(throttle.slowDown("kari")).isZero();
    }

    @Test
    void memory_is_bounded_and_the_oldest_names_are_forgotten_first() {
        fail("kari", OFFICE, 5);
        for (int name = 0; name < 9_000; name++) {
            throttle.recordFailure("name" + name, OFFICE);
        }
        assertThat(throttle.remainingBlock("kari", OFFICE)).isPositive();
        for (int name = 0; name < 10_000; name++) {
            throttle.recordFailure("other" + name, OFFICE);
        }
        assertThat(throttle.remainingBlock("kari", OFFICE)).isZero();
    }

    private void fail(String name, String address, int times) {
        for (int failure = 0; failure < times; failure++) {
            throttle.recordFailure(name, address);
        }
    }
}
