package no.portnokkel.maskinporten.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeepsTokensTest {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");

    private final TestTime time = new TestTime();
    private final ScriptedSource maskinporten = new ScriptedSource(time);
    private final KeepsTokens tokens = new KeepsTokens(maskinporten, 0.08, 2, time);

    @Test
    void a_thousand_calls_cost_one_grant_while_the_token_lives() {
        for (int call = 0; call < 1_000; call++) {
            assertThat(tokens.token(INCOME).token().value()).isEqualTo("token-1");
        }
        assertThat(maskinporten.fetched()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"5, 1000", "60, 4800", "120, 9600", "130, 10400", "3600, 30000"})
    void the_margin_is_a_share_of_the_lifetime(long seconds, long marginMillis) {
        Duration life = Duration.ofSeconds(seconds);
        maskinporten.issuesTokensFor(life);
        tokens.token(INCOME);

        time.passes(life.minusMillis(marginMillis + 1));
        assertThat(tokens.token(INCOME).token().value()).isEqualTo("token-1");

        time.passes(Duration.ofMillis(2));
        assertThat(tokens.token(INCOME).token().value()).isEqualTo("token-2");
    }

    @Test
    void a_failed_renewal_leaves_the_kept_token_in_place() {
        tokens.token(INCOME);
        maskinporten.fails();

        assertThatExceptionOfType(TokenUnavailableException.class).isThrownBy(() -> tokens.renew(INCOME));
        assertThat(tokens.token(INCOME).token().value()).isEqualTo("token-1");
    }

    @Test
    void tokens_never_cross_banks() {
        TokenRequest forBank = INCOME.onBehalfOf(new OrganisationNumber("974760673"));
        tokens.token(INCOME);

        assertThat(tokens.token(forBank).token().value()).isEqualTo("token-2");
        assertThat(tokens.token(INCOME).token().value()).isEqualTo("token-1");
    }

    @Test
    void a_full_store_costs_grants_and_never_answers() {
        tokens.token(INCOME);
        tokens.token(TokenRequest.forScope("a:a"));
        TokenRequest third = TokenRequest.forScope("b:b");

        assertThat(tokens.token(third).token().value()).isEqualTo("token-3");
        assertThat(tokens.token(third).token().value()).isEqualTo("token-4");
        assertThat(tokens.usable()).hasSize(2);
    }

    @Test
    void what_is_forgotten_is_fetched_again() {
        tokens.token(INCOME);
        tokens.forget();

        assertThat(tokens.token(INCOME).token().value()).isEqualTo("token-2");
    }
}
