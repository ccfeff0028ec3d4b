package no.portnokkel.maskinporten.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.cache.ManualTime;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;

class RetryAfterTokenSourceTest {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final TokenRequest BENEFITS = TokenRequest.forScope("nav:aap");

    private final ManualTime time = new ManualTime();
    private final Deque<Duration> asksToBeLeftAloneFor = new ArrayDeque<>();
    private int asked;
    private final RetryAfterTokenSource tokens = new RetryAfterTokenSource(this::maskinporten, time);

    private IssuedToken maskinporten(TokenRequest request) {
        asked++;
        if (!asksToBeLeftAloneFor.isEmpty()) {
            throw new TokenUnavailableException(OutageProblems.outOfOrder(429), asksToBeLeftAloneFor.remove());
        }
        AccessToken token = new AccessToken("token", Instant.EPOCH, request.scopes());
        return new IssuedToken(
                token, "jti", Instant.EPOCH, time.getAsLong(), Duration.ofMinutes(2), Duration.ZERO, Duration.ZERO);
    }

    @Test
    void nobody_asks_for_anything_before_the_time_is_over_and_then_at_once() {
        asksToBeLeftAloneFor.add(Duration.ofSeconds(30));
        assertThatNothingComesOf(INCOME);

        time.passes(Duration.ofSeconds(29));
        assertThatNothingComesOf(INCOME);
        assertThatNothingComesOf(BENEFITS);
        assertThat(asked).isEqualTo(1);

        time.passes(Duration.ofSeconds(1));
        assertThat(tokens.token(BENEFITS)).isNotNull();
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void whoever_is_turned_away_hears_how_long_it_will_last() {
        asksToBeLeftAloneFor.add(Duration.ofSeconds(30));
        assertThatNothingComesOf(INCOME);
        time.passes(Duration.ofSeconds(20));

        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> tokens.token(INCOME))
                .satisfies(left -> assertThat(left.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_UNAVAILABLE))
                .satisfies(left -> assertThat(left.retryAfter()).contains(Duration.ofSeconds(10)))
                .withMessageContaining("Retry-After");
    }

    @Test
    void a_mistake_of_eleven_years_is_forgotten_after_an_hour() {
        asksToBeLeftAloneFor.add(Duration.ofDays(4_000));
        assertThatNothingComesOf(INCOME);

        time.passes(Duration.ofMinutes(59));
        assertThatNothingComesOf(INCOME);
        assertThat(asked).isEqualTo(1);

        time.passes(Duration.ofMinutes(1));
        assertThat(tokens.token(INCOME)).isNotNull();
    }

    @Test
    void who_asks_again_to_be_left_alone_is_left_alone_again() {
        asksToBeLeftAloneFor.add(Duration.ofSeconds(30));
        asksToBeLeftAloneFor.add(Duration.ofSeconds(30));
        assertThatNothingComesOf(INCOME);
        time.passes(Duration.ofSeconds(30));
        assertThatNothingComesOf(INCOME);
        time.passes(Duration.ofSeconds(29));
        assertThatNothingComesOf(INCOME);

        assertThat(asked).isEqualTo(2);
    }

    private void assertThatNothingComesOf(TokenRequest request) {
        assertThatExceptionOfType(TokenUnavailableException.class).isThrownBy(() -> tokens.token(request));
    }
}
