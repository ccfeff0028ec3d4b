package no.portnokkel.maskinporten.cache;

import static no.portnokkel.maskinporten.cache.TokenCacheFixture.INCOME;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshAheadTest {
    private static final TokenRequest PERSON = INCOME.aboutPerson(new NationalIdentityNumber("12857910093"));

    private final TokenCacheFixture world = new TokenCacheFixture();

    @ParameterizedTest
    @ValueSource(ints = {5, 10, 60, 120, 130, 3600})
    void who_asks_all_the_time_never_finds_nothing(int seconds) {
        world.maskinporten.issuesTokensFor(Duration.ofSeconds(seconds));
        CachedToken live = world.tokens.of(INCOME);
        live.get();
        for (int look = 0; look < seconds * 10; look++) {
            world.passes(Duration.ofMillis(200));
            assertThat(world.hit(live)).as("after %d looks", look).isNotNull();
        }
    }

    @Test
    void an_hour_costs_at_most_forty_six_grants() {
        CachedToken live = world.tokens.of(INCOME);
        live.get();
        for (int second = 0; second < 3_600; second++) {
            world.passes(Duration.ofSeconds(1));
            assertThat(world.hit(live)).isNotNull();
        }
        assertThat(world.maskinporten.asked()).isBetween(39, 46);
    }

    @Test
    void a_failed_renewal_leaves_the_valid_token_and_is_tried_again() {
        CachedToken live = world.tokens.of(INCOME);
        live.get();
        world.passes(Duration.ofSeconds(80));
        world.hit(live);
        world.maskinporten.failsWith(ProblemCode.MASKINPORTEN_UNAVAILABLE);
        for (int second = 80; second < 110; second++) {
            assertThat(world.hit(live)).as("second %d", second).isNotNull();
            world.passes(Duration.ofSeconds(1));
        }
        assertThat(world.maskinporten.asked()).isBetween(4, 12);

        world.maskinporten.isWellAgain();
        world.time.passes(Duration.ofMinutes(1));
        assertThat(world.token(INCOME)).isNotEqualTo("token-1");
    }

    @Test
    void a_token_that_nobody_asks_for_is_not_renewed() {
        world.token(INCOME);
        world.passes(Duration.ofMinutes(10));

        assertThat(world.maskinporten.asked()).as("the first and one renewal").isEqualTo(2);
    }

    @Test
    void a_person_who_is_asked_about_once_costs_one_grant() {
        world.token(PERSON);
        world.passes(Duration.ofMinutes(10));

        assertThat(world.maskinporten.asked()).isEqualTo(1);
    }

    @Test
    void a_person_who_is_asked_about_again_and_again_waits_once() {
        world.token(PERSON);
        for (int minute = 0; minute < 10; minute++) {
            world.passes(Duration.ofSeconds(60));
            assertThat(world.hit(world.tokens.of(PERSON))).isNotNull();
        }
    }

    @Test
    void renewals_that_began_together_drift_apart() {
        CachedToken[] live = new CachedToken[100];
        for (int i = 0; i < live.length; i++) {
            live[i] = world.tokens.of(TokenRequest.forScope("bank:s" + i));
            live[i].get();
        }
        int most = 0;
        for (int second = 0; second < 600; second++) {
            int before = world.maskinporten.asked();
            world.passes(Duration.ofSeconds(1));
            for (CachedToken each : live) {
                world.hit(each);
            }
            most = Math.max(most, world.maskinporten.asked() - before);
        }
        assertThat(most).isLessThan(50);
    }

    @Test
    void what_nobody_asks_for_is_forgotten_altogether() {
        CachedToken once = world.tokens.of(PERSON);
        once.get();
        world.passes(Duration.ofMinutes(5));

        assertThat(world.tokens.of(PERSON)).isNotSameAs(once);
    }
}
