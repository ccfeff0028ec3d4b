package no.portnokkel.admin.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import no.portnokkel.control.users.Person;
import org.junit.jupiter.api.Test;

class SessionLoginTest {
    private static final Instant LOGIN = Instant.parse("2026-11-29T08:00:00Z");

    @Test
    void a_login_ends_after_15_minutes_without_activity() {
        SessionLogin login = new SessionLogin(Person.stored(null, "kari", "operator"), null, LOGIN, LOGIN);
        assertThat(login.isValid(LOGIN.plus(Duration.ofMinutes(15)).minusNanos(1)))
                .isTrue();
        assertThat(login.isValid(LOGIN.plus(Duration.ofMinutes(15)))).isFalse();
    }

    @Test
    void a_login_ends_after_eight_hours_whatever_the_activity() {
        Instant end = LOGIN.plus(Duration.ofHours(8));
        SessionLogin login =
                new SessionLogin(Person.stored(null, "kari", "operator"), null, LOGIN, end.minusSeconds(1));
        assertThat(login.isValid(end.minusNanos(1))).isTrue();
        assertThat(login.isValid(end)).isFalse();
    }
}
