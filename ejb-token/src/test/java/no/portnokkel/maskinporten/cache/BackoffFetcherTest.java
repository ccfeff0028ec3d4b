package no.portnokkel.maskinporten.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffFetcherTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.999_999})
    void the_thousandth_failure_is_met_like_the_tenth(double luck) {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 7);
        AtomicLong attempts = new AtomicLong();
        FetchResult down = new FetchResult.Failed(new IllegalStateException());
        TokenFetcher next = new TokenFetcher() {
            @Override
            public CompletionStage<FetchResult> start(FetchReason demand) {
                attempts.incrementAndGet();
                return CompletableFuture.completedFuture(down);
            }

            @Override
            public void forget() {}
        };
        RandomGenerator chance = new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return luck;
            }
        };
        BackoffFetcher backsOff = new BackoffFetcher(next, now::get, chance);
        for (int attempt = 1; attempt <= 1_000; attempt++) {
            backsOff.start(new FetchReason.Caller());
            assertThat(attempts).hasValue(attempt);
            now.addAndGet(Duration.ofSeconds(20).toNanos());
        }
        backsOff.start(new FetchReason.Caller());
        now.addAndGet(Duration.ofMillis(1_999).toNanos());
        backsOff.start(new FetchReason.Caller());
        assertThat(attempts)
                .as("no luck makes the pause of a long outage shorter than two seconds")
                .hasValue(1_001);
    }
}
