package no.portnokkel.maskinporten.cache;

import static no.portnokkel.maskinporten.cache.TokenCacheFixture.INCOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.AuthorizationDetail.Consent;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCacheTest {
    private final TokenCacheFixture fixture = new TokenCacheFixture();

    @Test
    void a_thousand_calls_cost_one_grant_while_the_token_is_valid() {
        for (int call = 0; call < 1_000; call++) {
            assertThat(fixture.token(INCOME)).isEqualTo("token-1");
        }
        assertThat(fixture.maskinporten.requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"5, 200", "120, 200", "3600, 200"})
    void a_token_is_returned_until_shortly_before_its_expiry(long seconds, long marginMillis) {
        Duration lifetime = Duration.ofSeconds(seconds);
        fixture.maskinporten.issuesTokensFor(lifetime);
        fixture.token(INCOME);

        fixture.time.advance(lifetime.minusMillis(marginMillis + 1));
        assertThat(fixture.token(INCOME)).isEqualTo("token-1");

        fixture.time.advance(Duration.ofMillis(2));
        assertThat(fixture.token(INCOME)).isEqualTo("token-2");
    }

    @Test
    void a_lifetime_is_counted_from_before_the_request_was_sent() {
        fixture.maskinporten.answersAfter(Duration.ofSeconds(9));
        fixture.token(INCOME);

        fixture.time.advance(Duration.ofSeconds(120 - 9).minusMillis(9_200 + 1));
        assertThat(fixture.token(INCOME)).isEqualTo("token-1");
        fixture.time.advance(Duration.ofMillis(2));
        assertThat(fixture.token(INCOME)).isEqualTo("token-2");
    }

    @Test
    void a_token_that_has_expired_on_arrival_is_not_returned() {
        fixture.maskinporten.issuesTokensFor(Duration.ofSeconds(5));
        fixture.maskinporten.answersAfter(Duration.ofSeconds(6));

        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> fixture.token(INCOME))
                .satisfies(
                        late -> assertThat(late.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_ANSWER_INVALID));
        assertThat(fixture.tokens.usableEntries()).isEmpty();
    }

    @Test
    void a_failed_trial_leaves_the_cached_token_in_place() {
        fixture.token(INCOME);
        fixture.maskinporten.failsWith(ProblemCode.MASKINPORTEN_UNAVAILABLE);

        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> fixture.tokens.entry(INCOME).fetchNew());
        assertThat(fixture.token(INCOME)).isEqualTo("token-1");
    }

    @Test
    void the_token_of_a_trial_replaces_the_cached_one() {
        fixture.token(INCOME);

        assertThat(fixture.tokens.entry(INCOME).fetchNew().token().value()).isEqualTo("token-2");
        assertThat(fixture.token(INCOME)).isEqualTo("token-2");
    }

    @Test
    void a_refused_token_is_replaced_once_for_all_callers() {
        AccessToken refused = fixture.tokens.entry(INCOME).get().token();
        for (int caller = 0; caller < 100; caller++) {
            assertThat(fixture.tokens.entry(INCOME).insteadOf(refused).token().value())
                    .isEqualTo("token-2");
        }
        assertThat(fixture.maskinporten.requests()).isEqualTo(2);
    }

    @Test
    void requests_for_different_banks_persons_or_consents_never_share_a_token() {
        NationalIdentityNumber one = new NationalIdentityNumber("12857910093");
        List<TokenRequest> different = List.of(
                INCOME,
                INCOME.onBehalfOf(new OrganisationNumber("974760673")),
                INCOME.aboutPerson(one),
                INCOME.with(Consent.ofPerson(new UUID(1, 1), one)),
                INCOME.with(Consent.ofOrganisation(new UUID(1, 1), new OrganisationNumber("974760673"))),
                INCOME.with(Consent.ofPerson(new UUID(1, 2), one)));

        assertThat(different.stream().map(fixture::token)).doesNotHaveDuplicates();
        assertThat(different.stream().map(fixture::token)).hasSize(6).doesNotHaveDuplicates();
        assertThat(fixture.maskinporten.requests()).isEqualTo(6);
    }

    @Test
    void a_cache_key_does_not_reveal_an_identity_number() {
        TokenRequest about = INCOME.aboutPerson(new NationalIdentityNumber("12857910093"))
                .with(Consent.ofPerson(new UUID(1, 1), new NationalIdentityNumber("12857910093")));
        RequestKey key = RequestKey.of(about, RequestKey.secret(new byte[] {1}));

        assertThat(key.request().pid()).isEmpty();
        assertThat(key.request().authorizationDetails()).isEmpty();
        assertThat(key.toString()).doesNotContain("12857910093");
        assertThat(key).isEqualTo(RequestKey.of(about, RequestKey.secret(new byte[] {1})));
        assertThat(key)
                .as("another process has another secret")
                .isNotEqualTo(RequestKey.of(about, RequestKey.secret(new byte[] {2})));
    }

    @Test
    void the_order_of_scopes_has_no_meaning() {
        fixture.token(TokenRequest.forScope("a:b c:d"));

        assertThat(fixture.token(TokenRequest.forScope("c:d", "a:b"))).isEqualTo("token-1");
    }

    @Test
    void a_full_cache_costs_grants_but_fails_no_caller_and_keeps_the_most_used_token() {
        TokenCacheFixture small = new TokenCacheFixture(Runnable::run, 10, Duration.ofSeconds(15));
        CachedToken mostUsed = small.tokens.entry(INCOME);
        mostUsed.get();
        for (int person = 0; person < 1_000; person++) {
            assertThat(small.hit(mostUsed)).isNotNull();
            small.advance(Duration.ofMillis(20));
            assertThat(small.token(TokenRequest.forScope("bank:p" + person))).isNotEmpty();
        }
        assertThat(small.tokens.usableEntries()).hasSizeLessThanOrEqualTo(10);
        assertThat(small.tokens.entry(INCOME)).isSameAs(mostUsed);
    }

    @Test
    void after_the_cache_is_cleared_a_token_is_fetched_again() {
        fixture.token(INCOME);
        fixture.tokens.clear();

        assertThat(fixture.token(INCOME)).isEqualTo("token-2");
    }

    @Test
    void a_closed_cache_leaves_no_token_to_callers_that_keep_an_entry() {
        CachedToken entry = fixture.tokens.entry(INCOME);
        entry.get();
        fixture.tokens.close();

        assertThat(fixture.hit(entry)).isNull();
        entry.get();
        assertThat(fixture.hit(entry))
                .as("a fetch that ends after the cache was closed")
                .isNull();
        assertThat(fixture.tokens.entry(TokenCacheFixture.TAX).get()).isNotNull();
        assertThat(fixture.tokens.usableEntries()).isEmpty();
    }

    @Test
    void an_evicted_entry_leaves_no_token_to_callers_that_keep_it() {
        TokenCacheFixture small = new TokenCacheFixture(Runnable::run, 1, Duration.ofSeconds(15));
        CachedToken entry = small.tokens.entry(INCOME);
        entry.get();
        for (int other = 0; other < 100; other++) {
            small.token(TokenRequest.forScope("bank:p" + other));
        }
        small.tokens.close();

        assertThat(small.hit(entry)).isNull();
    }

    @Test
    void a_wall_clock_that_is_set_back_changes_nothing() {
        fixture.token(INCOME);
        fixture.time.moveWallClock(Duration.ofHours(-1));
        fixture.tokens.refreshDue();

        assertThat(fixture.token(INCOME)).isEqualTo("token-1");
        fixture.time.advance(Duration.ofMinutes(2));
        assertThat(fixture.token(INCOME)).isEqualTo("token-2");
    }

    @Test
    void a_token_that_expired_while_the_machine_was_suspended_is_removed_at_the_next_sweep() {
        CachedToken entry = fixture.tokens.entry(INCOME);
        entry.get();
        fixture.time.moveWallClock(Duration.ofMinutes(2));
        fixture.tokens.refreshDue();

        assertThat(fixture.hit(entry)).isNull();
        assertThat(fixture.token(INCOME)).isEqualTo("token-2");
    }
}
