package no.portnokkel.maskinporten.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchReason;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchResult;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchResult.Failed;
import no.portnokkel.maskinporten.refusal.ErrorAnswer;
import no.portnokkel.maskinporten.refusal.Refusal;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NegativeCachingFetcherTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TICK = Duration.ofNanos(1);
    private static final FetchResult REFUSED = refusal(ProblemCode.MASKINPORTEN_REFUSED);

    private final ManualClock time = new ManualClock();
    private final ScriptedFetcher next = new ScriptedFetcher(REFUSED);
    private final NegativeCachingFetcher fetcher = new NegativeCachingFetcher(next, time, time.getAsLong());

    @Test
    void a_refusal_is_remembered_for_one_second_then_twice_as_long_up_to_a_minute() {
        fetch();

        assertThat(memories(8)).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }

    @Test
    void a_missing_registration_is_remembered_for_at_most_five_seconds_in_the_first_two_minutes() {
        Refusal scope = Refusal.of(
                ErrorAnswer.of(
                        400,
                        "invalid_scope",
                        Optional.empty(),
                        Optional.of("https://test.maskinporten.no/errors/MP-200")),
                false);
        next.result = new Failed(new TokenRefusedException(problem(ProblemCode.MASKINPORTEN_REFUSED), scope));
        fetch();

        assertThat(memories(4)).containsExactly(1L, 2L, 4L, 5L);

        time.advance(Duration.ofMinutes(2));
        fetch();
        assertThat(memories(3)).as("afterwards like all others").containsExactly(10L, 20L, 40L);
    }

    @ParameterizedTest
    @EnumSource(names = {"MASKINPORTEN_REFUSED", "CONSENT_OTHER_ORGANISATION"})
    void whatever_cost_a_grant_is_remembered(ProblemCode code) {
        next.result = refusal(code);
        fetch();
        fetch();

        assertThat(next.attempts).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUEST_INVALID", "CERTIFICATE_EXPIRED"})
    void what_cost_no_grant_is_not_remembered(ProblemCode code) {
        next.result = refusal(code);
        fetch();
        fetch();

        assertThat(next.attempts).isEqualTo(2);
    }

    @Test
    void a_token_ends_the_memory_and_the_next_refusal_is_remembered_for_a_second() {
        fetch();
        memories(5);
        next.result = token();
        time.advance(Duration.ofMinutes(1));
        fetch();
        next.result = REFUSED;
        fetch();

        assertThat(memories(1)).containsExactly(1L);
    }

    @Test
    void an_outage_between_two_refusals_does_not_shorten_the_memory() {
        fetch();
        assertThat(memories(1)).containsExactly(1L);
        time.advance(Duration.ofSeconds(2));
        next.result = new Failed(new TokenUnavailableException(problem(ProblemCode.MASKINPORTEN_UNAVAILABLE)));
        fetch();
        next.result = REFUSED;
        fetch();

        assertThat(memories(1)).containsExactly(4L);
    }

    @Test
    void a_trial_is_sent_although_a_refusal_is_remembered() {
        fetch();
        fetcher.fetch(new FetchReason.Trial());

        assertThat(next.attempts).isEqualTo(2);
    }

    @Test
    void forgotten_refusals_are_forgotten_by_the_whole_chain() {
        fetch();
        fetcher.clearFailures();
        fetch();

        assertThat(next.cleared).isTrue();
        assertThat(next.attempts).isEqualTo(2);
        assertThat(memories(1)).containsExactly(1L);
    }

    /** Returns for how many seconds each of the next refusals is remembered, starting with the latest. */
    private List<Long> memories(int refusals) {
        return Stream.generate(this::memory).limit(refusals).toList();
    }

    private long memory() {
        int attempts = next.attempts;
        long seconds = 0;
        while (next.attempts == attempts) {
            time.advance(SECOND.minus(TICK));
            assertThat(fetch()).isEqualTo(next.result);
            assertThat(next.attempts)
                    .as("attempts a little less than a second later")
                    .isEqualTo(attempts);
            time.advance(TICK);
            seconds++;
            fetch();
        }
        return seconds;
    }

    private FetchResult fetch() {
        return fetcher.fetch(new FetchReason.CacheMiss()).toCompletableFuture().join();
    }

    private static FetchResult refusal(ProblemCode code) {
        return new Failed(new TokenRefusedException(problem(code)));
    }

    private static Problem problem(ProblemCode code) {
        return Problem.of(code, Text.verbatim("Failure."), Text.verbatim("Remedy."));
    }

    private TimedToken token() {
        AccessToken token = new AccessToken("token", Instant.EPOCH, new TreeSet<>());
        return new TimedToken(token, time.getAsLong(), 1, 1, time.getAsLong() + 1, 0, 0);
    }
}
