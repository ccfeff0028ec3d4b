package no.portnokkel.maskinporten.cache;

import static no.portnokkel.maskinporten.cache.TokenCacheFixture.INCOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutageTest {
    private final TokenCacheFixture fixture = new TokenCacheFixture();

    @BeforeEach
    void maskinporten_is_down() {
        fixture.maskinporten.failsWith(ProblemCode.MASKINPORTEN_UNAVAILABLE);
    }

    private void assertUnavailable() {
        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> fixture.token(INCOME))
                .satisfies(outage ->
                        assertThat(outage.problem().code().passesByItself()).isTrue());
    }

    @Test
    void two_hundred_callers_make_at_most_twenty_requests_in_a_minute() {
        for (int tenth = 0; tenth < 600; tenth++) {
            assertUnavailable();
            for (int caller = 1; caller < 200; caller++) {
                assertThat(fixture.tokens.entry(INCOME).miss()).isNotNull();
            }
            fixture.time.advance(Duration.ofMillis(100));
        }
        assertThat(fixture.maskinporten.requests()).isBetween(5, 20);
    }

    @Test
    void after_a_single_failure_the_next_attempt_follows_immediately() {
        assertUnavailable();
        fixture.maskinporten.recovers();

        assertThat(fixture.token(INCOME)).isEqualTo("token-2");
    }

    @Test
    void tokens_are_issued_again_at_most_three_seconds_after_an_outage() {
        for (int second = 0; second < 3_600; second++) {
            assertUnavailable();
            fixture.time.advance(Duration.ofSeconds(1));
        }
        fixture.maskinporten.recovers();
        fixture.time.advance(Duration.ofSeconds(3));

        assertThat(fixture.token(INCOME)).isNotEmpty();
    }

    @Test
    void a_trial_does_not_wait_for_the_backoff() {
        assertUnavailable();
        assertUnavailable();
        fixture.maskinporten.recovers();

        assertThat(fixture.tokens.entry(INCOME).fetchNew().token().value()).isEqualTo("token-3");
        assertThat(fixture.token(INCOME)).isEqualTo("token-3");
    }

    @Test
    void clearing_the_cache_ends_the_backoff() {
        assertUnavailable();
        assertUnavailable();
        fixture.maskinporten.recovers();
        fixture.tokens.clear();

        assertThat(fixture.token(INCOME)).isNotEmpty();
    }

    @Test
    void while_the_hsm_is_out_of_reach_there_is_an_attempt_every_second() {
        fixture.maskinporten.failsWith(ProblemCode.HSM_UNAVAILABLE);
        for (int tenth = 0; tenth < 600; tenth++) {
            assertUnavailable();
            fixture.time.advance(Duration.ofMillis(100));
        }
        fixture.maskinporten.recovers();
        fixture.time.advance(Duration.ofSeconds(1));

        assertThat(fixture.token(INCOME)).isNotEmpty();
    }
}
