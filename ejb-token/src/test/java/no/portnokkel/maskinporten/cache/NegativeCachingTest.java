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
    private final TokenCacheFixture world = new TokenCacheFixture();

    @BeforeEach
    void the_key_has_expired() {
        world.maskinporten.failsWith(ProblemCode.MASKINPORTEN_REFUSED);
    }

    private void isRefused() {
        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> world.token(INCOME))
                .satisfies(refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_REFUSED))
                .satisfies(refused -> assertThat(refused.getStackTrace())
                        .as("every caller's own")
                        .anyMatch(
                                frame -> frame.getClassName().equals(getClass().getName())));
    }

    @Test
    void a_thousand_callers_cost_one_grant() {
        for (int caller = 0; caller < 1_000; caller++) {
            isRefused();
        }
        assertThat(world.maskinporten.asked()).isEqualTo(1);
    }

    @Test
    void a_storm_of_ten_minutes_makes_a_trickle() {
        for (int tenth = 0; tenth < 6_000; tenth++) {
            isRefused();
            world.time.passes(Duration.ofMillis(100));
        }
        assertThat(world.maskinporten.asked())
                .as("1, 2, 4 … 32 s, then once a minute")
                .isBetween(12, 17);
    }

    @Test
    void a_minute_after_it_was_mended_at_the_latest_there_are_tokens_again() {
        for (int second = 0; second < 600; second++) {
            isRefused();
            world.time.passes(Duration.ofSeconds(1));
        }
        world.maskinporten.isWellAgain();
        world.time.passes(Duration.ofSeconds(60));

        assertThat(world.token(INCOME)).isNotEmpty();
    }

    @Test
    void one_request_is_refused_and_another_is_not() {
        isRefused();
        world.maskinporten.isWellAgain();

        assertThat(world.token(TAX)).isNotEmpty();
    }

    @Test
    void by_hand_it_is_forgotten_at_once() {
        isRefused();
        world.maskinporten.isWellAgain();
        world.tokens.forget();

        assertThat(world.token(INCOME)).isNotEmpty();
    }

    @Test
    void a_trial_asks_all_the_same_and_mends_it_for_all() {
        isRefused();
        world.maskinporten.isWellAgain();

        world.tokens.of(INCOME).renewed();
        assertThat(world.token(INCOME)).isEqualTo("token-2");
    }

    @Test
    void what_we_refuse_ourselves_is_judged_anew_each_time() {
        world.maskinporten.failsWith(ProblemCode.CERTIFICATE_EXPIRED);
        assertThatExceptionOfType(TokenRefusedException.class).isThrownBy(() -> world.token(INCOME));
        world.maskinporten.isWellAgain();

        assertThat(world.token(INCOME)).isNotEmpty();
    }
}
