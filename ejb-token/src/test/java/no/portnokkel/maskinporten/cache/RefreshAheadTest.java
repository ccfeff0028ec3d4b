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

    private final TokenCacheFixture fixture = new TokenCacheFixture();

    @ParameterizedTest
    @ValueSource(ints = {5, 10, 60, 120, 130, 3600})
    void a_token_that_is_used_all_the_time_is_always_cached(int seconds) {
        fixture.maskinporten.issuesTokensFor(Duration.ofSeconds(seconds));
        CachedToken entry = fixture.tokens.entry(INCOME);
        entry.get();
        for (int sweep = 0; sweep < seconds * 10; sweep++) {
            fixture.advance(Duration.ofMillis(200));
            assertThat(fixture.hit(entry)).as("after %d sweeps", sweep).isNotNull();
        }
    }

    @Test
    void an_hour_costs_at_most_forty_six_grants() {
        CachedToken entry = fixture.tokens.entry(INCOME);
        entry.get();
        for (int second = 0; second < 3_600; second++) {
            fixture.advance(Duration.ofSeconds(1));
            assertThat(fixture.hit(entry)).isNotNull();
        }
        assertThat(fixture.maskinporten.requests()).isBetween(39, 46);
    }

    @Test
    void a_failed_refresh_keeps_the_valid_token_and_is_tried_again() {
        CachedToken entry = fixture.tokens.entry(INCOME);
        entry.get();
        fixture.advance(Duration.ofSeconds(80));
        fixture.hit(entry);
        fixture.maskinporten.failsWith(ProblemCode.MASKINPORTEN_UNAVAILABLE);
        for (int second = 80; second < 110; second++) {
            assertThat(fixture.hit(entry)).as("second %d", second).isNotNull();
            fixture.advance(Duration.ofSeconds(1));
        }
        assertThat(fixture.maskinporten.requests()).isBetween(4, 12);

        fixture.maskinporten.recovers();
        fixture.time.advance(Duration.ofMinutes(1));
        assertThat(fixture.token(INCOME)).isNotEqualTo("token-1");
    }

    @Test
    void an_unused_token_is_refreshed_once_and_then_no_more() {
        fixture.token(INCOME);
        fixture.advance(Duration.ofMinutes(10));

        assertThat(fixture.maskinporten.requests())
                .as("the first fetch and one refresh")
                .isEqualTo(2);
    }

    @Test
    void a_request_about_one_person_that_is_made_once_costs_one_grant() {
        fixture.token(PERSON);
        fixture.advance(Duration.ofMinutes(10));

        assertThat(fixture.maskinporten.requests()).isEqualTo(1);
    }

    @Test
    void a_repeated_request_about_one_person_waits_once() {
        fixture.token(PERSON);
        for (int minute = 0; minute < 10; minute++) {
            fixture.advance(Duration.ofSeconds(60));
            assertThat(fixture.hit(fixture.tokens.entry(PERSON))).isNotNull();
        }
    }

    @Test
    void refreshes_that_start_together_spread_over_time() {
        CachedToken[] entries = new CachedToken[100];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = fixture.tokens.entry(TokenRequest.forScope("bank:s" + i));
            entries[i].get();
        }
        int most = 0;
        for (int second = 0; second < 600; second++) {
            int before = fixture.maskinporten.requests();
            fixture.advance(Duration.ofSeconds(1));
            for (CachedToken each : entries) {
                fixture.hit(each);
            }
            most = Math.max(most, fixture.maskinporten.requests() - before);
        }
        assertThat(most).isLessThan(50);
    }

    @Test
    void an_unused_entry_is_removed() {
        CachedToken once = fixture.tokens.entry(PERSON);
        once.get();
        fixture.advance(Duration.ofMinutes(5));

        assertThat(fixture.tokens.entry(PERSON)).isNotSameAs(once);
    }
}
