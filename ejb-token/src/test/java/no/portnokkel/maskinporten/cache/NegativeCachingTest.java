package no.portnokkel.maskinporten.cache;

import static no.portnokkel.maskinporten.cache.TokenCacheFixture.INCOME;
import static no.portnokkel.maskinporten.cache.TokenCacheFixture.TAX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NegativeCachingTest {
    private final TokenCacheFixture fixture = new TokenCacheFixture();

    @BeforeEach
    void maskinporten_refuses_the_expired_key() {
        fixture.maskinporten.failsWith(ProblemCode.MASKINPORTEN_REFUSED);
    }

    private void assertRefused() {
        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> fixture.token(INCOME))
                .satisfies(refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_REFUSED))
                .satisfies(refused -> assertThat(refused.getStackTrace())
                        .as("each caller has its own stack trace")
                        .anyMatch(
                                frame -> frame.getClassName().equals(getClass().getName())));
    }

    @Test
    void a_thousand_callers_cost_one_grant() {
        for (int caller = 0; caller < 1_000; caller++) {
            assertRefused();
        }
        assertThat(fixture.maskinporten.requests()).isEqualTo(1);
    }

    @Test
    void constant_calls_for_ten_minutes_cost_few_grants() {
        for (int tenth = 0; tenth < 6_000; tenth++) {
            assertRefused();
            fixture.time.advance(Duration.ofMillis(100));
        }
        assertThat(fixture.maskinporten.requests())
                .as("1, 2, 4 … 32 s, then once a minute")
                .isBetween(12, 17);
    }

    @Test
    void tokens_are_issued_again_at_most_a_minute_after_the_cause_is_fixed() {
        for (int second = 0; second < 600; second++) {
            assertRefused();
            fixture.time.advance(Duration.ofSeconds(1));
        }
        fixture.maskinporten.recovers();
        fixture.time.advance(Duration.ofSeconds(60));

        assertThat(fixture.token(INCOME)).isNotEmpty();
    }

    @Test
    void a_refusal_of_one_request_does_not_affect_another() {
        assertRefused();
        fixture.maskinporten.recovers();

        assertThat(fixture.token(TAX)).isNotEmpty();
    }

    @Test
    void clearing_the_cache_forgets_a_refusal() {
        assertRefused();
        fixture.maskinporten.recovers();
        fixture.tokens.clear();

        assertThat(fixture.token(INCOME)).isNotEmpty();
    }

    @Test
    void a_trial_ignores_a_remembered_refusal_and_ends_it_for_all_callers() {
        assertRefused();
        fixture.maskinporten.recovers();

        fixture.tokens.entry(INCOME).fetchNew();
        assertThat(fixture.token(INCOME)).isEqualTo("token-2");
    }

    @Test
    void a_local_rejection_is_not_remembered() {
        fixture.maskinporten.failsWith(ProblemCode.CERTIFICATE_EXPIRED);
        assertThatExceptionOfType(TokenRefusedException.class).isThrownBy(() -> fixture.token(INCOME));
        fixture.maskinporten.recovers();

        assertThat(fixture.token(INCOME)).isNotEmpty();
    }
}
