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
    private final TokenCacheFixture world = new TokenCacheFixture();

    @BeforeEach
    void maskinporten_is_down() {
        world.maskinporten.failsWith(ProblemCode.MASKINPORTEN_UNAVAILABLE);
    }

    private void fails() {
        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> world.token(INCOME))
                .satisfies(down ->
                        assertThat(down.problem().code().passesByItself()).isTrue());
    }

    @Test
    void two_hundred_callers_make_at_most_twenty_requests_in_a_minute() {
        for (int tenth = 0; tenth < 600; tenth++) {
            fails();
            for (int caller = 1; caller < 200; caller++) {
                assertThat(world.tokens.of(INCOME).miss()).isNotNull();
            }
            world.time.passes(Duration.ofMillis(100));
        }
        assertThat(world.maskinporten.asked()).isBetween(5, 20);
    }

    @Test
    void one_failure_is_no_outage() {
        fails();
        world.maskinporten.isWellAgain();

        assertThat(world.token(INCOME)).isEqualTo("token-2");
    }

    @Test
    void twenty_seconds_after_the_end_of_an_outage_at_the_latest_there_are_tokens_again() {
        for (int second = 0; second < 3_600; second++) {
            fails();
            world.time.passes(Duration.ofSeconds(1));
        }
        world.maskinporten.isWellAgain();
        world.time.passes(Duration.ofSeconds(20));

        assertThat(world.token(INCOME)).isNotEmpty();
    }

    @Test
    void a_person_who_wants_to_see_need_not_wait() {
        fails();
        fails();
        world.maskinporten.isWellAgain();

        assertThat(world.tokens.of(INCOME).renewed().token().value()).isEqualTo("token-3");
        assertThat(world.token(INCOME)).isEqualTo("token-3");
    }

    @Test
    void by_hand_it_is_forgotten_at_once() {
        fails();
        fails();
        world.maskinporten.isWellAgain();
        world.tokens.forget();

        assertThat(world.token(INCOME)).isNotEmpty();
    }

    @Test
    void while_the_hsm_is_away_there_is_an_attempt_a_second() {
        world.maskinporten.failsWith(ProblemCode.HSM_UNAVAILABLE);
        for (int tenth = 0; tenth < 600; tenth++) {
            fails();
            world.time.passes(Duration.ofMillis(100));
        }
        world.maskinporten.isWellAgain();
        world.time.passes(Duration.ofSeconds(1));

        assertThat(world.token(INCOME)).isNotEmpty();
    }
}
