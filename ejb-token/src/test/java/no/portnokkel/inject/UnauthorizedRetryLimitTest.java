package no.portnokkel.inject;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.Test;

class UnauthorizedRetryLimitTest {
    private final ManualClock clock = new ManualClock();
    private final UnauthorizedRetryLimit limit = new UnauthorizedRetryLimit(clock);

    private static AccessToken token(int number) {
        return new AccessToken("token-" + number, Instant.EPOCH, new TreeSet<>());
    }

    @Test
    void all_callers_with_the_refused_token_share_its_replacement() {
        for (int caller = 0; caller < 200; caller++) {
            assertThat(limit.allows(token(1))).isTrue();
        }
        assertThat(limit.allows(token(2)))
                .as("the replacement is not replaced again")
                .isFalse();
    }

    @Test
    void a_minute_after_a_successful_replacement_another_one_is_allowed() {
        limit.allows(token(1));
        limit.recordSuccess();
        clock.advance(Duration.ofMinutes(1));

        assertThat(limit.allows(token(2))).isTrue();
    }

    @Test
    void an_api_that_always_refuses_costs_few_grants() {
        int replacements = 0;
        for (int second = 0; second < 24 * 3_600; second++) {
            if (limit.allows(token(second))) {
                replacements++;
                limit.recordRefusal();
            }
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(replacements).as("replacements in a day").isLessThan(30);
        assertThat(limit.allows(token(-1))).isFalse();
        clock.advance(Duration.ofHours(1));
        assertThat(limit.allows(token(-1))).as("the cause may have been fixed").isTrue();
    }
}
