package no.portnokkel.maskinporten.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchReason;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchResult;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchResult.Failed;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffFetcherTest {
    private static final Duration TICK = Duration.ofNanos(1);
    private static final Duration STEP = Duration.ofMillis(100);

    private final ManualClock time = new ManualClock();
    private final ScriptedFetcher next = new ScriptedFetcher(new Failed(new IllegalStateException()));

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.999_999})
    void the_delay_after_the_thousandth_failure_is_the_same_as_after_the_second(double randomValue) {
        BackoffFetcher fetcher = fetcher(randomValue);
        for (int attempt = 1; attempt <= 1_000; attempt++) {
            fetcher.fetch(new FetchReason.CacheMiss());
            assertThat(next.attempts).isEqualTo(attempt);
            time.advance(Duration.ofSeconds(6));
        }
        fetcher.fetch(new FetchReason.CacheMiss());
        time.advance(Duration.ofMillis(2_999));
        fetcher.fetch(new FetchReason.CacheMiss());
        assertThat(next.attempts).isEqualTo(1_001);
        time.advance(Duration.ofMillis(1));
        fetcher.fetch(new FetchReason.CacheMiss());
        assertThat(next.attempts).isEqualTo(1_002);
    }

    @Test
    void after_the_second_failure_an_attempt_follows_every_three_seconds() {
        assertThat(delays(1)).extracting(Duration::toSeconds).containsExactly(0L, 3L, 3L, 3L, 3L, 3L, 3L, 3L);
    }

    @Test
    void no_minute_of_an_outage_has_more_than_twenty_attempts() {
        BackoffFetcher fetcher = fetcher(0);
        Deque<Long> lastMinute = new ArrayDeque<>();
        int counted = 0;
        for (int tenth = 0; tenth < 6_000; tenth++) {
            fetcher.fetch(new FetchReason.CacheMiss());
            fetcher.fetch(new FetchReason.CacheMiss());
            for (; counted < next.attempts; counted++) {
                lastMinute.add(time.getAsLong());
            }
            lastMinute.removeIf(
                    at -> time.getAsLong() - at >= Duration.ofMinutes(1).toNanos());
            assertThat(lastMinute)
                    .as("attempts in the minute before %s s", tenth / 10.0)
                    .hasSizeLessThanOrEqualTo(20);
            time.advance(STEP);
        }
    }

    @Test
    void while_the_hsm_is_out_of_reach_the_shortest_delay_is_a_tenth_of_a_second() {
        next.result = new Failed(new TokenUnavailableException(problem(ProblemCode.HSM_UNAVAILABLE)));

        assertThat(delays(0))
                .extracting(Duration::toMillis)
                .containsExactly(0L, 100L, 100L, 100L, 100L, 100L, 100L, 100L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HSM_UNAVAILABLE", "HSM_BUSY"})
    void while_the_hsm_is_out_of_reach_no_delay_is_longer_than_a_second(ProblemCode code) {
        next.result = new Failed(new TokenUnavailableException(problem(code)));

        assertThat(delays(1))
                .extracting(Duration::toMillis)
                .containsExactly(0L, 1_000L, 1_000L, 1_000L, 1_000L, 1_000L, 1_000L, 1_000L);
    }

    @Test
    void between_attempts_the_last_failure_is_returned() {
        BackoffFetcher fetcher = fetcher(1);
        fetcher.fetch(new FetchReason.CacheMiss());
        fetcher.fetch(new FetchReason.CacheMiss());
        FetchResult last = next.result;
        next.result = new Failed(new IllegalStateException("another"));

        assertThat(fetcher.fetch(new FetchReason.CacheMiss())).isCompletedWithValue(last);
    }

    @Test
    void a_refusal_ends_the_outage_because_maskinporten_has_answered() {
        BackoffFetcher fetcher = fetcher(1);
        FetchResult outage = next.result;
        fetcher.fetch(new FetchReason.CacheMiss());
        next.result = new Failed(new TokenRefusedException(problem(ProblemCode.MASKINPORTEN_REFUSED)));
        fetcher.fetch(new FetchReason.CacheMiss());
        next.result = outage;
        fetcher.fetch(new FetchReason.CacheMiss());

        assertThat(delayOfNextAttempt(fetcher))
                .as("after the first failure of another outage")
                .isZero();
    }

    @Test
    void a_trial_is_not_delayed() {
        BackoffFetcher fetcher = fetcher(1);
        fetcher.fetch(new FetchReason.CacheMiss());
        fetcher.fetch(new FetchReason.CacheMiss());

        fetcher.fetch(new FetchReason.Trial());

        assertThat(next.attempts).isEqualTo(3);
    }

    @Test
    void forgotten_failures_are_forgotten_by_the_whole_chain() {
        BackoffFetcher fetcher = fetcher(1);
        fetcher.fetch(new FetchReason.CacheMiss());
        fetcher.fetch(new FetchReason.CacheMiss());

        fetcher.clearFailures();

        assertThat(next.cleared).isTrue();
        assertThat(delayOfNextAttempt(fetcher)).isZero();
    }

    /** Returns the delays after the first eight failures of an outage, all multiples of 100 ms. */
    private List<Duration> delays(double randomValue) {
        BackoffFetcher fetcher = fetcher(randomValue);
        fetcher.fetch(new FetchReason.CacheMiss());
        return Stream.generate(() -> delayOfNextAttempt(fetcher)).limit(8).toList();
    }

    private Duration delayOfNextAttempt(BackoffFetcher fetcher) {
        int attempts = next.attempts;
        Duration delay = Duration.ZERO;
        fetcher.fetch(new FetchReason.CacheMiss());
        while (next.attempts == attempts) {
            time.advance(STEP.minus(TICK));
            fetcher.fetch(new FetchReason.CacheMiss());
            assertThat(next.attempts)
                    .as("attempts a little less than a step later")
                    .isEqualTo(attempts);
            time.advance(TICK);
            delay = delay.plus(STEP);
            fetcher.fetch(new FetchReason.CacheMiss());
        }
        return delay;
    }

    private BackoffFetcher fetcher(double randomValue) {
        return new BackoffFetcher(next, time, new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return randomValue;
            }
        });
    }

    private static Problem problem(ProblemCode code) {
        return Problem.of(code, Text.verbatim("Failure."), Text.verbatim("Remedy."));
    }
}
