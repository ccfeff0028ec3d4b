package no.portnokkel.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.refusal.Refusal;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.Test;

class TestTokensTest {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final TokenRequest BENEFITS = TokenRequest.forScope("nav:aap");

    private final ManualClock clock = new ManualClock(Instant.parse("2026-12-01T10:00:00Z"));

    private final TestTokens tokens = TestTokens.create(clock, Duration.ofMinutes(2));

    @Test
    void a_token_tells_scope_consumer_and_audience() {
        AccessToken token = tokens.get(INCOME.onBehalfOf(new OrganisationNumber("310167398"))
                .forResources(List.of("https://api.example/\"a\"")));

        assertThat(token.scopes()).isEqualTo(INCOME.scopes());
        assertThat(claims(token))
                .contains(
                        "\"scope\":\"skatteetaten:inntekt\"",
                        "\"ID\":\"0192:310167398\"",
                        "\"supplier\":",
                        "\"aud\":[\"https://api.example/\\u0022a\\u0022\"]",
                        "\"exp\":" + token.expiresAt().getEpochSecond());
        assertThat(token.value()).as("unsigned").endsWith(".").isASCII().doesNotContain(" ");
    }

    @Test
    void equal_requests_share_a_token_until_it_expires() {
        AccessToken first = tokens.get(INCOME);

        assertThat(tokens.get(INCOME)).isEqualTo(first);
        assertThat(tokens.get(BENEFITS)).isNotEqualTo(first);
        clock.advance(Duration.ofMinutes(2));
        assertThat(tokens.get(INCOME)).isNotEqualTo(first);
    }

    @Test
    void a_refused_token_is_replaced_once_for_all() {
        AccessToken refused = tokens.get(INCOME);

        AccessToken replacement = tokens.insteadOf(refused, INCOME);

        assertThat(replacement).isNotEqualTo(refused);
        assertThat(tokens.insteadOf(refused, INCOME)).isEqualTo(replacement);
    }

    @Test
    void requests_are_recorded_with_and_without_a_token() {
        tokens.refuses(BENEFITS, "MP-121");
        tokens.get(INCOME);
        assertThatExceptionOfType(TokenRefusedException.class).isThrownBy(() -> tokens.get(BENEFITS));
        assertThat(tokens.getAsync(INCOME)).isCompleted();

        assertThat(tokens.requests()).containsExactly(INCOME, BENEFITS, INCOME);
        tokens.forgetRequests();
        assertThat(tokens.requests()).isEmpty();
    }

    @Test
    void a_refusal_has_the_type_and_the_words_of_a_real_one() {
        tokens.refuses("MP-121");

        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> tokens.get(INCOME))
                .withMessageContaining("MP-121")
                .satisfies(
                        refused -> assertThat(refused.refusal()).get().isNotInstanceOf(Refusal.UnknownRefusal.class));
        assertThat(tokens.getAsync(INCOME)).isCompletedExceptionally();
    }

    @Test
    void a_code_that_maskinporten_cannot_have_is_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.refuses("invalid_grant"))
                .withMessageContaining("MP-121");
    }

    @Test
    void tokens_are_issued_again_after_an_outage() {
        tokens.becomesUnavailable(Duration.ofSeconds(7));

        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> tokens.get(INCOME))
                .satisfies(outage -> assertThat(outage.retryAfter()).contains(Duration.ofSeconds(7)));
        tokens.becomesUnavailable();
        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> tokens.supplier(INCOME).get());
        tokens.issuesTokens();
        assertThat(tokens.get(INCOME)).isNotNull();
    }

    static String claims(AccessToken token) {
        return new String(Base64.getUrlDecoder().decode(token.value().split("\\.", -1)[1]), StandardCharsets.UTF_8);
    }
}
