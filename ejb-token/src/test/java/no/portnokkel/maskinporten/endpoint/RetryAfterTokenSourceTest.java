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
import no.portnokkel.maskinporten.endpoint.TokenSource.IssuedToken;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.Test;

class RetryAfterTokenSourceTest {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final TokenRequest BENEFITS = TokenRequest.forScope("nav:aap");

    private final ManualClock time = new ManualClock();
    private final Deque<Duration> retryAfterHeaders = new ArrayDeque<>();
    private int requests;
    private Runnable duringFirstRequest = () -> {};
    private final RetryAfterTokenSource tokens = new RetryAfterTokenSource(this::maskinporten, time);

    private IssuedToken maskinporten(TokenRequest request) {
        requests++;
        if (requests == 1) {
            duringFirstRequest.run();
        }
        if (!retryAfterHeaders.isEmpty()) {
            throw new TokenUnavailableException(OutageProblems.status(429), retryAfterHeaders.remove());
        }
        AccessToken token = new AccessToken("token", Instant.EPOCH, request.scopes());
        return new IssuedToken(
                token,
                "jti",
                Instant.EPOCH,
                time.getAsLong(),
                Duration.ofMinutes(2),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO);
    }

    @Test
    void no_request_is_sent_before_the_time_has_passed_and_then_immediately() {
        retryAfterHeaders.add(Duration.ofSeconds(30));
        assertUnavailable(INCOME);

        time.advance(Duration.ofSeconds(29));
        assertUnavailable(INCOME);
        assertUnavailable(BENEFITS);
        assertThat(requests).isEqualTo(1);

        time.advance(Duration.ofSeconds(1));
        assertThat(tokens.token(BENEFITS)).isNotNull();
        assertThat(requests).isEqualTo(2);
    }

    @Test
    void the_exception_says_how_long_to_wait() {
        retryAfterHeaders.add(Duration.ofSeconds(30));
        assertUnavailable(INCOME);
        time.advance(Duration.ofSeconds(20));

        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> tokens.token(INCOME))
                .satisfies(unavailable ->
                        assertThat(unavailable.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_UNAVAILABLE))
                .satisfies(unavailable -> assertThat(unavailable.retryAfter()).contains(Duration.ofSeconds(10)))
                .withMessageContaining("Retry-After");
    }

    @Test
    void a_wait_of_eleven_years_is_limited_to_an_hour() {
        retryAfterHeaders.add(Duration.ofDays(4_000));
        assertUnavailable(INCOME);

        time.advance(Duration.ofMinutes(59));
        assertUnavailable(INCOME);
        assertThat(requests).isEqualTo(1);

        time.advance(Duration.ofMinutes(1));
        assertThat(tokens.token(INCOME)).isNotNull();
    }

    @Test
    void a_second_retry_after_header_is_obeyed_too() {
        retryAfterHeaders.add(Duration.ofSeconds(30));
        retryAfterHeaders.add(Duration.ofSeconds(30));
        assertUnavailable(INCOME);
        time.advance(Duration.ofSeconds(30));
        assertUnavailable(INCOME);
        time.advance(Duration.ofSeconds(29));
        assertUnavailable(INCOME);

        assertThat(requests).isEqualTo(2);
    }

    @Test
    void a_shorter_time_to_wait_does_not_end_a_longer_one_of_a_request_under_way() {
        retryAfterHeaders.add(Duration.ofMinutes(10));
        retryAfterHeaders.add(Duration.ofSeconds(1));
        duringFirstRequest = () -> assertUnavailable(BENEFITS);
        assertUnavailable(INCOME);
        time.advance(Duration.ofSeconds(2));

        assertUnavailable(BENEFITS);

        assertThat(requests).as("sent before ten minutes have passed").isEqualTo(2);
    }

    private void assertUnavailable(TokenRequest request) {
        assertThatExceptionOfType(TokenUnavailableException.class).isThrownBy(() -> tokens.token(request));
    }
}
