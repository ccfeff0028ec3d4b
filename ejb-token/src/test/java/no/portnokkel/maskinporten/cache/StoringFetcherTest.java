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

class StoringFetcherTest {
    private final TokenCacheFixture world = new TokenCacheFixture();

    @Test
    void a_thousand_calls_cost_one_grant_while_the_token_lives() {
        for (int call = 0; call < 1_000; call++) {
            assertThat(world.token(INCOME)).isEqualTo("token-1");
        }
        assertThat(world.maskinporten.asked()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"5, 1000", "60, 4800", "120, 9600", "130, 10400", "3600, 30000"})
    void the_margin_is_a_share_of_the_lifetime(long seconds, long marginMillis) {
        Duration life = Duration.ofSeconds(seconds);
        world.maskinporten.issuesTokensFor(life);
        world.token(INCOME);

        world.time.passes(life.minusMillis(marginMillis + 1));
        assertThat(world.token(INCOME)).isEqualTo("token-1");

        world.time.passes(Duration.ofMillis(2));
        assertThat(world.token(INCOME)).isEqualTo("token-2");
    }

    @Test
    void a_lifetime_counts_from_before_the_request_was_sent() {
        world.maskinporten.answersAfter(Duration.ofSeconds(9));
        world.token(INCOME);

        world.time.passes(Duration.ofSeconds(120 - 9).minusMillis(9_600 + 1));
        assertThat(world.token(INCOME)).isEqualTo("token-1");
        world.time.passes(Duration.ofMillis(2));
        assertThat(world.token(INCOME)).isEqualTo("token-2");
    }

    @Test
    void a_token_that_is_too_old_when_it_comes_is_not_handed_out() {
        world.maskinporten.issuesTokensFor(Duration.ofSeconds(5));
        world.maskinporten.answersAfter(Duration.ofSeconds(6));

        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> world.token(INCOME))
                .satisfies(
                        late -> assertThat(late.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_ANSWER_INVALID));
        assertThat(world.tokens.usable()).isEmpty();
    }

    @Test
    void a_failed_trial_leaves_the_kept_token_in_place() {
        world.token(INCOME);
        world.maskinporten.failsWith(ProblemCode.MASKINPORTEN_UNAVAILABLE);

        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> world.tokens.of(INCOME).renewed());
        assertThat(world.token(INCOME)).isEqualTo("token-1");
    }

    @Test
    void the_token_of_a_trial_replaces_the_kept_one() {
        world.token(INCOME);

        assertThat(world.tokens.of(INCOME).renewed().token().value()).isEqualTo("token-2");
        assertThat(world.token(INCOME)).isEqualTo("token-2");
    }

    @Test
    void a_refused_token_is_replaced_once_for_all_who_hold_it() {
        AccessToken refused = world.tokens.of(INCOME).get().token();
        for (int caller = 0; caller < 100; caller++) {
            assertThat(world.tokens.of(INCOME).insteadOf(refused).token().value())
                    .isEqualTo("token-2");
        }
        assertThat(world.maskinporten.asked()).isEqualTo(2);
    }

    @Test
    void tokens_never_cross_banks_persons_or_consents() {
        NationalIdentityNumber one = new NationalIdentityNumber("12857910093");
        List<TokenRequest> different = List.of(
                INCOME,
                INCOME.onBehalfOf(new OrganisationNumber("974760673")),
                INCOME.aboutPerson(one),
                INCOME.with(Consent.ofPerson(new UUID(1, 1), one)),
                INCOME.with(Consent.ofOrganisation(new UUID(1, 1), new OrganisationNumber("974760673"))),
                INCOME.with(Consent.ofPerson(new UUID(1, 2), one)));

        assertThat(different.stream().map(world::token)).doesNotHaveDuplicates();
        assertThat(different.stream().map(world::token)).hasSize(6).doesNotHaveDuplicates();
        assertThat(world.maskinporten.asked()).isEqualTo(6);
    }

    @Test
    void a_persons_number_is_not_to_be_read_in_a_key() {
        TokenRequest about = INCOME.aboutPerson(new NationalIdentityNumber("12857910093"))
                .with(Consent.ofPerson(new UUID(1, 1), new NationalIdentityNumber("12857910093")));
        RequestKey here = RequestKey.of(about, RequestKey.secret(new byte[] {1}));

        assertThat(here.request().pid()).isEmpty();
        assertThat(here.request().authorizationDetails()).isEmpty();
        assertThat(here.toString()).doesNotContain("12857910093");
        assertThat(here).isEqualTo(RequestKey.of(about, RequestKey.secret(new byte[] {1})));
        assertThat(here)
                .as("another process has another secret")
                .isNotEqualTo(RequestKey.of(about, RequestKey.secret(new byte[] {2})));
    }

    @Test
    void the_order_of_scopes_means_nothing() {
        world.token(TokenRequest.forScope("a:b c:d"));

        assertThat(world.token(TokenRequest.forScope("c:d", "a:b"))).isEqualTo("token-1");
    }

    @Test
    void a_full_store_costs_grants_and_never_answers_and_keeps_what_is_asked_for_most() {
        TokenCacheFixture small = new TokenCacheFixture(Runnable::run, 10, Duration.ofSeconds(15));
        CachedToken busy = small.tokens.of(INCOME);
        busy.get();
        for (int person = 0; person < 1_000; person++) {
            assertThat(small.hit(busy)).isNotNull();
            small.passes(Duration.ofMillis(20));
            assertThat(small.token(TokenRequest.forScope("bank:p" + person))).isNotEmpty();
        }
        assertThat(small.tokens.usable()).hasSizeLessThanOrEqualTo(10);
        assertThat(small.tokens.of(INCOME)).isSameAs(busy);
    }

    @Test
    void what_is_forgotten_is_fetched_again() {
        world.token(INCOME);
        world.tokens.forget();

        assertThat(world.token(INCOME)).isEqualTo("token-2");
    }

    @Test
    void once_closed_nothing_is_kept_for_those_who_hold_on() {
        CachedToken held = world.tokens.of(INCOME);
        held.get();
        world.tokens.close();

        assertThat(world.hit(held)).isNull();
        held.get();
        assertThat(world.hit(held)).as("a flight that lands late").isNull();
        assertThat(world.tokens.of(TokenCacheFixture.TAX).get()).isNotNull();
        assertThat(world.tokens.usable()).isEmpty();
    }

    @Test
    void what_has_left_the_store_is_not_handed_out_to_those_who_hold_on() {
        TokenCacheFixture small = new TokenCacheFixture(Runnable::run, 1, Duration.ofSeconds(15));
        CachedToken held = small.tokens.of(INCOME);
        held.get();
        for (int other = 0; other < 100; other++) {
            small.token(TokenRequest.forScope("bank:p" + other));
        }
        small.tokens.close();

        assertThat(small.hit(held)).isNull();
    }

    @Test
    void a_wall_clock_that_is_set_back_changes_nothing() {
        world.token(INCOME);
        world.time.wallClockJumps(Duration.ofHours(-1));
        world.tokens.look();

        assertThat(world.token(INCOME)).isEqualTo("token-1");
        world.time.passes(Duration.ofSeconds(111));
        assertThat(world.token(INCOME)).isEqualTo("token-2");
    }

    @Test
    void what_a_suspended_machine_has_aged_is_dropped_at_the_next_look() {
        CachedToken live = world.tokens.of(INCOME);
        live.get();
        world.time.wallClockJumps(Duration.ofSeconds(111));
        world.tokens.look();

        assertThat(world.hit(live)).isNull();
        assertThat(world.token(INCOME)).isEqualTo("token-2");
    }
}
