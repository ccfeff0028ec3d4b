package no.portnokkel.maskinporten.cache;

import static no.portnokkel.maskinporten.cache.TokenCacheFixture.INCOME;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import no.portnokkel.hsm.connection.AbandonableExecutor;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.TokenSettings;
import no.portnokkel.maskinporten.endpoint.IssuedToken;
import no.portnokkel.maskinporten.endpoint.TokenSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Eight callers hold on to what they have found, as injected suppliers do, while the environment is switched a few hundred
 * times under their hands, with a flight in the air more often than not.
 *
 * <p>Why it must hold: {@code CacheEntry.put} and {@code CacheEntry.close} exclude each other, so after {@code close} has returned the
 * slot stays empty; it is a volatile write, and whoever reads the number of the new environment, written after it, has it
 * happen before. What comes into a closed store is closed by whoever put it there, since one of the two, inserting and
 * closing, is seen by the other.
 */
class SwitchUnderLoadTest {
    private static final int SWITCHES = 300;
    private static final int CALLERS = 8;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger environment = new AtomicInteger();
    private volatile TokenCache tokens = tokensOf(0);
    private volatile boolean over;

    private TokenCache tokensOf(int number) {
        TokenSource source = request -> issued(request, number);
        return new TokenCache(
                source,
                new TokenSettings(0.75, 0.08, 100, Duration.ofSeconds(20)),
                new FetchRuntime(
                        new AbandonableExecutor(threads, 1_000),
                        threads,
                        new ManualTime().wallClock(),
                        System::nanoTime,
                        new Random(number)));
    }

    private IssuedToken issued(TokenRequest request, int number) {
        long askedAt = System.nanoTime();
        AccessToken token = new AccessToken(Integer.toString(number), Instant.EPOCH, request.scopes());
        return new IssuedToken(
                token, "jti", Instant.EPOCH, askedAt, Duration.ofMinutes(2), Duration.ZERO, Duration.ZERO);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @RepeatedTest(3)
    void no_token_of_an_old_environment_is_handed_out_after_the_switch() throws Exception {
        List<Future<Long>> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            callers.add(threads.submit(this::calls));
        }
        for (int number = 1; number <= SWITCHES; number++) {
            TokenCache old = tokens;
            tokens = tokensOf(number);
            old.close();
            environment.set(number);
            while (tokens.usable().isEmpty()) {
                Thread.onSpinWait();
            }
        }
        over = true;

        long hits = 0;
        for (Future<Long> caller : callers) {
            hits += caller.get(20, TimeUnit.SECONDS);
        }
        assertThat(hits).isPositive();
    }

    private long calls() {
        CachedToken found = tokens.of(INCOME);
        long hits = 0;
        while (!over) {
            int atLeast = environment.get();
            AccessToken hit = found.hit(System.nanoTime());
            if (hit == null) {
                TokenCache mine = tokens;
                found = mine.of(INCOME);
                found.get();
            } else {
                hits++;
                assertThat(Integer.parseInt(hit.value())).isGreaterThanOrEqualTo(atLeast);
            }
        }
        return hits;
    }
}
