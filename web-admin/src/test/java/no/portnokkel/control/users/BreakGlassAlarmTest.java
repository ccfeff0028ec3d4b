package no.portnokkel.control.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import no.portnokkel.control.users.SignInEvent.Method;
import no.portnokkel.control.users.SignInEvent.SignedIn;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.Test;

class BreakGlassAlarmTest {
    private static final Person KARI = Person.stored(null, "kari", "operator");

    private final ManualClock clock = new ManualClock();
    private final BreakGlassAlarm alarm = new BreakGlassAlarm(clock);

    @Test
    void each_sign_in_with_a_password_is_listed_for_a_day() {
        alarm.onSignIn(new SignedIn(KARI, Method.FORM, "10.0.0.1"));
        clock.advance(Duration.ofHours(23));
        assertThat(alarm.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.BREAK_GLASS_LOGIN);
            assertThat(problem.detail().en()).contains("kari", "10.0.0.1", "2026-11-24T12:00:00Z");
            assertThat(problem.detail().no()).contains("kari", "10.0.0.1");
        });
        clock.advance(Duration.ofHours(1));
        assertThat(alarm.problems()).isEmpty();
    }

    @Test
    void the_same_user_at_the_same_address_is_one_problem() {
        alarm.onSignIn(new SignedIn(KARI, Method.FORM, "10.0.0.1"));
        alarm.onSignIn(new SignedIn(KARI, Method.BASIC, "10.0.0.1"));
        alarm.onSignIn(new SignedIn(KARI, Method.BASIC, "10.0.0.2"));
        assertThat(alarm.problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem.detail().en()).contains("2 times"));
    }

    @Test
    void a_sign_in_at_the_identity_provider_is_no_alarm() {
        alarm.onSignIn(new SignedIn(KARI, Method.OIDC, "10.0.0.1"));
        alarm.onSignIn(new SignedIn(KARI, Method.BEARER, "10.0.0.1"));
        assertThat(alarm.problems()).isEmpty();
    }

    @Test
    void the_list_is_bounded() {
        for (int address = 0; address < 1_000; address++) {
            alarm.onSignIn(new SignedIn(KARI, Method.BASIC, "10.0.0." + address));
        }
        assertThat(alarm.problems()).hasSize(100);
    }
}
