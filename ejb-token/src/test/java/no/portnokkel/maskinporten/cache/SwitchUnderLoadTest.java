package no.portnokkel.maskinporten.cache;

import static no.portnokkel.maskinporten.cache.TokenCacheFixture.INCOME;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import no.portnokkel.events.EventPublisher;
import no.portnokkel.hsm.connection.AbandonableExecutor;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.Configuration.TokenSettings;
import no.portnokkel.maskinporten.endpoint.TokenSource;
import no.portnokkel.maskinporten.endpoint.TokenSource.IssuedToken;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Eight callers keep cache entries, as injected suppliers do, while the environment is switched a few hundred times, mostly with a
 * fetch in progress.
 *
 * <p>Why the test must pass: {@code CachedToken.store} and {@code CachedToken.close} exclude each other, so the entry stays empty
 * after {@code close} has returned. {@code close} ends with a volatile write, which happens before any read of the new environment's
 * number, because the number is written later. An entry that is inserted into a closed cache is closed by the inserting thread,
 * because inserting and closing see each other's effect.
 */
class SwitchUnderLoadTest {
    private static final int SWITCHES = 300;
    private static final int CALLERS = 8;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger environment = new AtomicInteger();
    private volatile TokenCache tokens = tokensOf(0);
    private volatile boolean stopped;

    private TokenCache tokensOf(int number) {
        TokenSource source = request -> issued(request, number);
        return new TokenCache(
                source,
                "environment-" + number,
                new TokenSettings(0.75, OptionalDouble.empty(), 100, Duration.ofSeconds(20)),
                new FetchRuntime(
                        new AbandonableExecutor(threads, 1_000),
                        threads,
                        new ManualClock(),
                        System::nanoTime,
                        new Random(number),
                        new EventPublisher("")));
    }

    private IssuedToken issued(TokenRequest request, int number) {
        long requestedAt = System.nanoTime();
        AccessToken token = new AccessToken(Integer.toString(number), Instant.EPOCH, request.scopes());
        return new IssuedToken(
                token,
                "jti",
                Instant.EPOCH,
                requestedAt,
                Duration.ofMinutes(2),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @RepeatedTest(3)
    void no_token_of_a_previous_environment_is_returned_after_a_switch() throws Exception {
        List<Future<Long>> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            callers.add(threads.submit(this::calls));
        }
        for (int number = 1; number <= SWITCHES; number++) {
            TokenCache old = tokens;
            tokens = tokensOf(number);
            old.close();
            environment.set(number);
            while (tokens.usableEntries().isEmpty()) {
                Thread.onSpinWait();
            }
        }
        stopped = true;

        long hits = 0;
        for (Future<Long> caller : callers) {
            hits += caller.get(20, TimeUnit.SECONDS);
        }
        assertThat(hits).isPositive();
    }

    private long calls() {
        CachedToken entry = tokens.entry(INCOME);
        long hits = 0;
        while (!stopped) {
            int atLeast = environment.get();
            AccessToken hit = entry.hit(System.nanoTime());
            if (hit == null) {
                TokenCache used = tokens;
                entry = used.entry(INCOME);
                entry.get();
            } else {
                hits++;
                assertThat(Integer.parseInt(hit.value())).isGreaterThanOrEqualTo(atLeast);
            }
        }
        return hits;
    }
}
