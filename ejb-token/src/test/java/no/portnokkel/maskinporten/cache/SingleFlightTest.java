package no.portnokkel.maskinporten.cache;

import static no.portnokkel.maskinporten.cache.TokenCacheFixture.INCOME;
import static no.portnokkel.maskinporten.cache.TokenCacheFixture.TAX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchResult;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
    private final ExecutorService fetches = Executors.newCachedThreadPool();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final TokenCacheFixture fixture = new TokenCacheFixture(fetches, 10_000, Duration.ofSeconds(20));

    @AfterEach
    void stop() {
        fixture.maskinporten.releaseResponses();
        fetches.shutdownNow();
        callers.shutdownNow();
    }

    @Test
    void two_hundred_callers_share_one_fetch() throws Exception {
        fixture.maskinporten.holdResponsesFor(INCOME);
        Queue<String> served = new ConcurrentLinkedQueue<>();
        List<Thread> waiting = new ArrayList<>();
        for (int caller = 0; caller < 200; caller++) {
            waiting.add(new Thread(() -> served.add(fixture.token(INCOME))));
        }
        waiting.forEach(Thread::start);
        while (!waiting.stream().allMatch(caller -> caller.getState() == Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }
        fixture.maskinporten.releaseResponses();
        for (Thread caller : waiting) {
            caller.join(Duration.ofSeconds(20).toMillis());
        }

        assertThat(served).hasSize(200).containsOnly("token-1");
        assertThat(fixture.maskinporten.requests()).isEqualTo(1);
    }

    @Test
    void a_caller_that_stops_waiting_does_not_end_the_fetch_of_the_others() throws Exception {
        TokenCacheFixture shortWait = new TokenCacheFixture(fetches, 10_000, Duration.ofMillis(1));
        shortWait.maskinporten.holdResponsesFor(INCOME);
        CompletableFuture<FetchResult> waiting =
                shortWait.tokens.entry(INCOME).miss().toCompletableFuture();

        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> shortWait.token(INCOME))
                .withMessageContaining("portnokkel.tokens.wait");
        shortWait.maskinporten.releaseResponses();

        assertThat(waiting.get(20, TimeUnit.SECONDS)).isInstanceOf(TimedToken.class);
        assertThat(shortWait.maskinporten.requests()).isEqualTo(1);
    }

    @Test
    void an_interrupted_caller_stays_interrupted_and_does_not_end_the_fetch_of_the_others() throws Exception {
        fixture.maskinporten.holdResponsesFor(INCOME);
        CompletableFuture<FetchResult> waiting =
                fixture.tokens.entry(INCOME).miss().toCompletableFuture();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            Thread.currentThread().interrupt();
            try {
                fixture.token(INCOME);
            } catch (TokenUnavailableException none) {
                interrupted.complete(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();

        assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
        fixture.maskinporten.releaseResponses();
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isInstanceOf(TimedToken.class);
    }

    @Test
    void a_waiting_caller_of_one_request_does_not_delay_another() throws Exception {
        fixture.maskinporten.holdResponsesFor(INCOME);
        Future<String> waiting = callers.submit(() -> fixture.token(INCOME));

        assertThat(fixture.token(TAX)).isNotEmpty();
        assertThat(waiting.isDone()).isFalse();
    }

    @Test
    void each_caller_of_a_failed_fetch_gets_its_own_exception() {
        fixture.maskinporten.failsWith(ProblemCode.MASKINPORTEN_UNAVAILABLE);

        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> fixture.token(INCOME))
                .satisfies(mine -> assertThat(mine.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(SingleFlightTest.class.getName())));
    }

    @Test
    void a_trial_joins_a_fetch_in_progress() throws Exception {
        fixture.maskinporten.holdResponsesFor(INCOME);
        CompletableFuture<FetchResult> caller =
                fixture.tokens.entry(INCOME).miss().toCompletableFuture();
        FutureTask<TimedToken> trial =
                new FutureTask<>(() -> fixture.tokens.entry(INCOME).fetchNew());
        Thread operator = new Thread(trial);
        operator.start();
        while (operator.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        fixture.maskinporten.releaseResponses();

        assertThat(caller.get(20, TimeUnit.SECONDS)).isSameAs(trial.get(20, TimeUnit.SECONDS));
        assertThat(fixture.maskinporten.requests()).isEqualTo(1);
    }

    @Test
    void when_no_thread_is_free_a_caller_gets_hsm_busy_immediately() {
        TokenCacheFixture full = new TokenCacheFixture(
                task -> {
                    throw new RejectedExecutionException();
                },
                10_000,
                Duration.ofSeconds(20));

        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> full.token(INCOME))
                .satisfies(busy -> assertThat(busy.problem().code()).isEqualTo(ProblemCode.HSM_BUSY));
    }
}
