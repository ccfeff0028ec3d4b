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
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
    private final ExecutorService flights = Executors.newCachedThreadPool();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final TokenCacheFixture world = new TokenCacheFixture(flights, 10_000, Duration.ofSeconds(20));

    @AfterEach
    void stop() {
        world.maskinporten.letsGo();
        flights.shutdownNow();
        callers.shutdownNow();
    }

    @Test
    void two_hundred_callers_share_one_flight() throws Exception {
        world.maskinporten.holdsFlightsFor(INCOME);
        Queue<String> served = new ConcurrentLinkedQueue<>();
        List<Thread> waiting = new ArrayList<>();
        for (int caller = 0; caller < 200; caller++) {
            waiting.add(new Thread(() -> served.add(world.token(INCOME))));
        }
        waiting.forEach(Thread::start);
        while (!waiting.stream().allMatch(caller -> caller.getState() == Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }
        world.maskinporten.letsGo();
        for (Thread caller : waiting) {
            caller.join(Duration.ofSeconds(20).toMillis());
        }

        assertThat(served).hasSize(200).containsOnly("token-1");
        assertThat(world.maskinporten.asked()).isEqualTo(1);
    }

    @Test
    void a_caller_that_gives_up_does_not_end_the_flight_of_the_others() throws Exception {
        TokenCacheFixture impatient = new TokenCacheFixture(flights, 10_000, Duration.ofMillis(1));
        impatient.maskinporten.holdsFlightsFor(INCOME);
        CompletableFuture<FetchResult> patient =
                impatient.tokens.of(INCOME).miss().toCompletableFuture();

        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> impatient.token(INCOME))
                .withMessageContaining("portnokkel.tokens.wait");
        impatient.maskinporten.letsGo();

        assertThat(patient.get(20, TimeUnit.SECONDS)).isInstanceOf(TimedToken.class);
        assertThat(impatient.maskinporten.asked()).isEqualTo(1);
    }

    @Test
    void an_interrupted_caller_stays_interrupted_and_does_not_end_the_flight_of_the_others() throws Exception {
        world.maskinporten.holdsFlightsFor(INCOME);
        CompletableFuture<FetchResult> patient = world.tokens.of(INCOME).miss().toCompletableFuture();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread hurried = new Thread(() -> {
            Thread.currentThread().interrupt();
            try {
                world.token(INCOME);
            } catch (TokenUnavailableException none) {
                interrupted.complete(Thread.currentThread().isInterrupted());
            }
        });
        hurried.start();

        assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
        world.maskinporten.letsGo();
        assertThat(patient.get(20, TimeUnit.SECONDS)).isInstanceOf(TimedToken.class);
    }

    @Test
    void a_waiting_caller_of_one_request_does_not_delay_another() throws Exception {
        world.maskinporten.holdsFlightsFor(INCOME);
        Future<String> waiting = callers.submit(() -> world.token(INCOME));

        assertThat(world.token(TAX)).isNotEmpty();
        assertThat(waiting.isDone()).isFalse();
    }

    @Test
    void every_caller_of_a_failed_flight_gets_an_exception_of_its_own() {
        world.maskinporten.failsWith(ProblemCode.MASKINPORTEN_UNAVAILABLE);

        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> world.token(INCOME))
                .satisfies(mine -> assertThat(mine.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(SingleFlightTest.class.getName())));
    }

    @Test
    void a_trial_joins_the_flight_under_way() throws Exception {
        world.maskinporten.holdsFlightsFor(INCOME);
        CompletableFuture<FetchResult> caller = world.tokens.of(INCOME).miss().toCompletableFuture();
        FutureTask<TimedToken> trial =
                new FutureTask<>(() -> world.tokens.of(INCOME).renewed());
        Thread operator = new Thread(trial);
        operator.start();
        while (operator.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        world.maskinporten.letsGo();

        assertThat(caller.get(20, TimeUnit.SECONDS)).isSameAs(trial.get(20, TimeUnit.SECONDS));
        assertThat(world.maskinporten.asked()).isEqualTo(1);
    }

    @Test
    void without_a_thread_left_a_caller_is_told_so_at_once() {
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
