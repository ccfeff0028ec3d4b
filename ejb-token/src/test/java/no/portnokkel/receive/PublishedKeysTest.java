package no.portnokkel.receive;

import static no.portnokkel.receive.ReceiveFixture.API;
import static no.portnokkel.receive.ReceiveFixture.CONSUMER;
import static no.portnokkel.receive.ReceiveFixture.SCOPE;
import static no.portnokkel.receive.ReceiveFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import no.portnokkel.receive.ReceivedTokenException.Reason;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.token.WrongToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the keys of the environment are fetched, and what happens while they cannot be. */
class PublishedKeysTest {
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final String ACCEPTED = "accepted";

    private final ReceiveFixture fixture = new ReceiveFixture();
    private final KeyServer server = fixture.keyServer;
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        callers.shutdownNow();
        fixture.close();
    }

    @Test
    void the_keys_are_fetched_once_for_many_tokens() throws ReceivedTokenException {
        MaskinportenTokenValidator validator = fixture.validator();

        for (int call = 0; call < 100; call++) {
            validator.validate(fixture.token(), SCOPE);
        }

        assertThat(server.fetches()).isEqualTo(1);
    }

    @Test
    void a_hundred_first_callers_cost_one_fetch() throws InterruptedException, ExecutionException {
        MaskinportenTokenValidator validator = fixture.validator();
        String token = fixture.token();

        Collection<String> outcomes = together(100, () -> outcome(validator, token));

        assertThat(outcomes).isSubsetOf(ACCEPTED, "keys-unavailable").contains(ACCEPTED);
        assertThat(server.fetches()).isEqualTo(1);
    }

    @Test
    void a_flood_of_unknown_keys_costs_one_fetch_in_thirty_seconds() throws InterruptedException, ExecutionException {
        MaskinportenTokenValidator validator = fixture.validator();
        String unknown = fixture.wrong(WrongToken.UNKNOWN_KEY);
        assertThat(outcome(validator, fixture.token())).isEqualTo(ACCEPTED);

        together(200, () -> outcome(validator, unknown));
        assertThat(server.fetches()).isEqualTo(1);

        fixture.time.advance(PAUSE.minusNanos(1));
        together(200, () -> outcome(validator, unknown));
        assertThat(server.fetches()).isEqualTo(1);

        fixture.time.advance(Duration.ofNanos(1));
        together(200, () -> outcome(validator, unknown));
        assertThat(server.fetches()).isEqualTo(2);
        assertThat(outcome(validator, fixture.token())).isEqualTo(ACCEPTED);
    }

    @Test
    void a_flood_costs_one_fetch_in_thirty_seconds_when_the_first_one_fails()
            throws InterruptedException, ExecutionException {
        server.answers(request -> HttpResponse.text(503, "away"));
        MaskinportenTokenValidator validator = fixture.validator();
        String token = fixture.token();

        for (int round = 1; round <= 3; round++) {
            assertThat(together(50, () -> outcome(validator, token))).containsOnly("keys-unavailable");
            assertThat(server.fetches()).isEqualTo(round);
            fixture.time.advance(PAUSE);
        }
    }

    @Test
    void a_key_that_is_published_later_is_accepted_after_thirty_seconds() {
        MaskinportenTokenValidator validator = fixture.validator();
        assertThat(outcome(validator, fixture.token())).isEqualTo(ACCEPTED);
        try (MaskinportenTwin next = MaskinportenTwin.builder()
                .clock(fixture.time)
                .issuer(fixture.twin.issuer())
                .start()) {
            server.publish(next);

            assertThat(outcome(validator, next.tokenFor(CONSUMER, SCOPE, API))).isEqualTo("unknown-key");
            fixture.time.advance(PAUSE);
            assertThat(outcome(validator, next.tokenFor(CONSUMER, SCOPE, API))).isEqualTo(ACCEPTED);
            assertThat(outcome(validator, fixture.token())).isEqualTo("unknown-key");
        }
    }

    @Test
    void the_last_keys_are_used_while_the_server_is_away() {
        MaskinportenTokenValidator validator = fixture.validator();
        assertThat(outcome(validator, fixture.token())).isEqualTo(ACCEPTED);
        server.close();
        fixture.time.advance(PAUSE);

        assertThat(refusal(validator, fixture.wrong(WrongToken.UNKNOWN_KEY))).isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(outcome(validator, fixture.token())).isEqualTo(ACCEPTED);
    }

    @Test
    void while_the_server_is_away_from_the_start_nothing_is_said_about_a_token() {
        server.close();

        assertThat(refusal(fixture.validator(), fixture.token())).isEqualTo(Reason.KEYS_UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "<html>",
                "{\"keys\":[]}",
                "{\"keys\":5}",
                "{\"keys\":[null]}",
                "{\"keys\":[5]}",
                "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"1\",\"k\":\"AAAA\"}]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"1\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
                "endless",
                "moved",
                "hung-up"
            })
    void an_answer_without_usable_keys_does_not_replace_those_that_are_known(String answer) {
        MaskinportenTokenValidator validator = fixture.validator();
        MaskinportenTokenValidator later = fixture.validator();
        assertThat(outcome(validator, fixture.token())).isEqualTo(ACCEPTED);
        server.answers(request -> switch (answer) {
            case "endless" -> HttpResponse.endless(100_000_000);
            case "moved" ->
                HttpResponse.text(302, "")
                        .with("Location", fixture.twin.jwksUri().toString());
            case "hung-up" -> HttpResponse.hangUp();
            default -> HttpResponse.text(200, answer);
        });
        fixture.time.advance(PAUSE);

        assertThat(outcome(validator, fixture.wrong(WrongToken.UNKNOWN_KEY))).isEqualTo("unknown-key");
        assertThat(outcome(validator, fixture.token())).isEqualTo(ACCEPTED);
        assertThat(outcome(later, fixture.token())).isEqualTo("keys-unavailable");
    }

    @Test
    void a_slow_server_holds_back_one_caller_and_no_other() throws InterruptedException, ExecutionException {
        MaskinportenTokenValidator validator = fixture.validator();
        assertThat(outcome(validator, fixture.token())).isEqualTo(ACCEPTED);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        server.answers(request -> {
            asked.countDown();
            answer.await();
            return HttpResponse.text(503, "");
        });
        fixture.time.advance(PAUSE);
        String unknown = fixture.wrong(WrongToken.UNKNOWN_KEY);

        Future<String> heldBack = callers.submit(() -> outcome(validator, unknown));
        asked.await();

        assertThat(outcome(validator, fixture.token())).isEqualTo(ACCEPTED);
        assertThat(outcome(validator, unknown)).isEqualTo("keys-unavailable");
        assertThat(heldBack).isNotDone();
        answer.countDown();
        assertThat(heldBack.get()).isEqualTo("unknown-key");
        assertThat(server.fetches()).isEqualTo(2);
    }

    @Test
    void a_server_that_sends_byte_by_byte_is_given_up_after_the_http_timeout() {
        String keys = KeyServer.published(fixture.twin);
        server.answers(request -> HttpResponse.text(200, keys).dripping(Duration.ofMillis(50)));

        MaskinportenTokenValidator validator =
                fixture.with(Duration.ofMillis(300)).validator();

        assertThat(refusal(validator, fixture.token())).isEqualTo(Reason.KEYS_UNAVAILABLE);
        assertThat(server.fetches()).isEqualTo(1);
    }

    private List<String> together(int count, Callable<String> call) throws InterruptedException, ExecutionException {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<String>> outcomes = IntStream.range(0, count)
                .mapToObj(number -> callers.submit(() -> {
                    start.await();
                    return call.call();
                }))
                .collect(Collectors.toList());
        start.countDown();
        List<String> done = new ArrayList<>();
        for (Future<String> outcome : outcomes) {
            done.add(outcome.get());
        }
        return done;
    }

    private static String outcome(MaskinportenTokenValidator validator, String token) {
        try {
            validator.validate(token, SCOPE);
            return ACCEPTED;
        } catch (ReceivedTokenException refused) {
            return refused.reason().word();
        }
    }
}
