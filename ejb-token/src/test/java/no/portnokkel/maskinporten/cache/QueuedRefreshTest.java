package no.portnokkel.maskinporten.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import no.portnokkel.events.EventPublisher;
import no.portnokkel.hsm.connection.AbandonableExecutor;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.Configuration.TokenSettings;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.Test;

/** All threads for refreshes are in use, as when Maskinporten hangs or is slow and many tokens are in use. */
class QueuedRefreshTest {
    private final ManualClock time = new ManualClock();
    private final ScriptedSource maskinporten = new ScriptedSource(time);
    private final List<Runnable> queued = new ArrayList<>();
    private final TokenCache tokens = new TokenCache(
            maskinporten,
            "lab",
            new TokenSettings(0.75, OptionalDouble.empty(), 100, Duration.ofMillis(300)),
            new FetchRuntime(
                    new AbandonableExecutor(Runnable::run, 100),
                    queued::add,
                    time,
                    time,
                    new Random(20261130),
                    new EventPublisher("loans")));

    @Test
    void a_caller_without_a_token_does_not_wait_for_a_refresh_that_has_no_thread() {
        List<TokenRequest> requests = IntStream.rangeClosed(0, TokenCache.MAX_REFRESHES)
                .mapToObj(number -> TokenRequest.forScope("bank:scope" + number))
                .toList();
        requests.forEach(request -> tokens.entry(request).get());
        time.advance(Duration.ofSeconds(110));

        tokens.refreshDue();
        assertThat(queued).as("one for each thread").hasSize(TokenCache.MAX_REFRESHES);

        time.advance(Duration.ofSeconds(10));
        assertThat(requests.stream()
                        .filter(request -> !tokens.entry(request).hasFetchInProgress())
                        .map(request -> tokens.entry(request).get()))
                .as("the one without a thread")
                .hasSize(1);
    }

    @Test
    void a_refresh_that_has_ended_leaves_its_place_to_the_next() {
        TokenRequest income = TokenRequest.forScope("skatteetaten:inntekt");
        for (int round = 0; round < 3 * TokenCache.MAX_REFRESHES; round++) {
            tokens.entry(income).get();
            time.advance(Duration.ofSeconds(110));
            tokens.refreshDue();

            assertThat(queued).as("round %d", round).hasSize(1);
            queued.remove(0).run();
        }
    }
}
