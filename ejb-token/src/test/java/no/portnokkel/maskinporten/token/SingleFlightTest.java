package no.portnokkel.maskinporten.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final TokenRequest TAX = TokenRequest.forScope("skatteetaten:summertskattegrunnlag");

    private final TestTime time = new TestTime();
    private final ScriptedSource maskinporten = new ScriptedSource(time);
    private final ExecutorService flights = Executors.newCachedThreadPool();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final SingleFlight tokens = new SingleFlight(maskinporten, flights, Duration.ofSeconds(20));

    @AfterEach
    void stop() {
        maskinporten.letsGo();
        flights.shutdownNow();
        callers.shutdownNow();
    }

    @Test
    void fifty_callers_share_one_flight() throws Exception {
        maskinporten.holdsFlightsFor(INCOME);
        Queue<String> served = new ConcurrentLinkedQueue<>();
        List<Thread> waiting = new ArrayList<>();
        for (int caller = 0; caller < 50; caller++) {
            waiting.add(new Thread(() -> served.add(tokens.token(INCOME).token().value())));
        }
        waiting.forEach(Thread::start);
        while (!waiting.stream().allMatch(caller -> caller.getState() == Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }
        maskinporten.letsGo();
        for (Thread caller : waiting) {
            caller.join(Duration.ofSeconds(20).toMillis());
        }

        assertThat(served).hasSize(50).containsOnly("token-1");
        assertThat(maskinporten.fetched()).isEqualTo(1);
    }

    @Test
    void a_caller_that_gives_up_does_not_end_the_flight_of_the_others() throws Exception {
        maskinporten.holdsFlightsFor(INCOME);
        SingleFlight impatient = new SingleFlight(tokens, flights, Duration.ofMillis(1));
        Future<String> patient =
                callers.submit(() -> tokens.token(INCOME).token().value());

        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> impatient.token(INCOME))
                .withMessageContaining("portnokkel.tokens.wait");
        maskinporten.letsGo();

        assertThat(patient.get(20, TimeUnit.SECONDS)).isEqualTo("token-1");
    }

    @Test
    void a_waiting_caller_of_one_request_does_not_delay_another() throws Exception {
        maskinporten.holdsFlightsFor(INCOME);
        Future<String> waiting =
                callers.submit(() -> tokens.token(INCOME).token().value());

        assertThat(tokens.token(TAX).token().scopes()).isEqualTo(TAX.scopes());
        assertThat(waiting.isDone()).isFalse();
    }

    @Test
    void every_caller_of_a_failed_flight_gets_an_exception_of_its_own() {
        maskinporten.fails();

        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> tokens.token(INCOME))
                .satisfies(mine -> assertThat(mine.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(SingleFlightTest.class.getName())));
    }
}
