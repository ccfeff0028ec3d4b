package no.portnokkel.inject;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import no.portnokkel.maskinporten.AccessToken;
import org.junit.jupiter.api.Test;

class UnauthorizedRetryLimitTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 7);
    private final UnauthorizedRetryLimit limit = new UnauthorizedRetryLimit(now::get);

    private static AccessToken token(int number) {
        return new AccessToken("token-" + number, Instant.EPOCH, new TreeSet<>());
    }

    private void passes(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void all_who_hold_the_refused_token_share_its_renewal() {
        for (int caller = 0; caller < 200; caller++) {
            assertThat(limit.allows(token(1))).isTrue();
        }
        assertThat(limit.allows(token(2))).as("and it is not renewed again").isFalse();
    }

    @Test
    void a_minute_after_a_renewal_that_helped_there_may_be_another() {
        limit.allows(token(1));
        limit.helped();
        passes(Duration.ofMinutes(1));

        assertThat(limit.allows(token(2))).isTrue();
    }

    @Test
    void an_api_that_refuses_for_good_is_hardly_worth_a_grant() {
        int renewals = 0;
        for (int second = 0; second < 24 * 3_600; second++) {
            if (limit.allows(token(second))) {
                renewals++;
                limit.wasInVain();
            }
            passes(Duration.ofSeconds(1));
        }
        assertThat(renewals).as("renewals in a day").isLessThan(30);
        assertThat(limit.allows(token(-1))).isFalse();
        passes(Duration.ofHours(1));
        assertThat(limit.allows(token(-1))).as("but it may have been mended").isTrue();
    }
}
