package no.portnokkel.control.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private long now = Long.MAX_VALUE - 1;
    private final LoginThrottle brake = new LoginThrottle(() -> now);

    @Test
    void after_five_wrong_passwords_a_name_waits_half_a_minute() {
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(brake.letsTry("kari")).isTrue();
        }
        assertThat(brake.letsTry("kari")).isFalse();
        assertThat(brake.letsTry("ola")).isTrue();
        now += Duration.ofSeconds(30).toNanos();
        assertThat(brake.letsTry("kari")).isTrue();
    }

    @Test
    void a_right_password_forgives_the_wrong_ones_before() {
        for (int attempt = 0; attempt < 20; attempt++) {
            assertThat(brake.letsTry("kari")).isTrue();
            brake.succeeded("kari");
        }
    }

    @Test
    void ten_thousand_invented_names_do_not_fill_the_memory_and_only_the_oldest_are_forgotten() {
        for (int attempt = 0; attempt < 5; attempt++) {
            brake.letsTry("kari");
        }
        for (int name = 0; name < 900; name++) {
            brake.letsTry("name" + name);
        }
        assertThat(brake.letsTry("kari")).isFalse();
        for (int name = 0; name < 10_000; name++) {
            brake.letsTry("other" + name);
        }
        assertThat(brake.letsTry("kari")).isTrue();
    }
}
