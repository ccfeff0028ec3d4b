package no.portnokkel.admin.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.Test;

class LimitedLogTest {
    private final ManualClock clock = new ManualClock();
    private final LimitedLog log = new LimitedLog(clock);

    @Test
    void one_line_a_minute_is_logged_and_the_others_are_counted() {
        assertThat(log.line(ActLog.Refusal.WRONG_PASSWORD, "first")).contains("first");
        for (int refusal = 0; refusal < 1_000; refusal++) {
            assertThat(log.line(ActLog.Refusal.WRONG_PASSWORD, "more")).isEmpty();
        }
        clock.advance(Duration.ofMinutes(1));
        assertThat(log.line(ActLog.Refusal.WRONG_PASSWORD, "next"))
                .hasValueSatisfying(line -> assertThat(line).startsWith("next").contains("1000 more"));
        clock.advance(Duration.ofMinutes(1));
        assertThat(log.line(ActLog.Refusal.WRONG_PASSWORD, "last")).contains("last");
    }

    @Test
    void each_kind_has_its_own_minute() {
        assertThat(log.line(ActLog.Refusal.WRONG_PASSWORD, "a")).isPresent();
        assertThat(log.line(ActLog.Refusal.CROSS_SITE, "b")).isPresent();
    }
}
