package no.portnokkel.control.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private final ManualClock clock = new ManualClock();
    private final LoginThrottle throttle = new LoginThrottle(clock);

    @Test
    void after_five_failed_attempts_a_name_is_blocked_for_30_seconds() {
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(throttle.allowAttempt("kari")).isTrue();
        }
        assertThat(throttle.allowAttempt("kari")).isFalse();
        assertThat(throttle.allowAttempt("ola")).isTrue();
        clock.advance(Duration.ofSeconds(30));
        assertThat(throttle.allowAttempt("kari")).isTrue();
    }

    @Test
    void a_successful_login_resets_the_count() {
        for (int attempt = 0; attempt < 20; attempt++) {
            assertThat(throttle.allowAttempt("kari")).isTrue();
            throttle.recordSuccess("kari");
        }
    }

    @Test
    void memory_is_bounded_and_the_oldest_names_are_forgotten_first() {
        for (int attempt = 0; attempt < 5; attempt++) {
            throttle.allowAttempt("kari");
        }
        for (int name = 0; name < 900; name++) {
            throttle.allowAttempt("name" + name);
        }
        assertThat(throttle.allowAttempt("kari")).isFalse();
        for (int name = 0; name < 10_000; name++) {
            throttle.allowAttempt("other" + name);
        }
        assertThat(throttle.allowAttempt("kari")).isTrue();
    }
}
