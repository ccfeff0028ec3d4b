package no.portnokkel.maskinporten.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchReason;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffFetcherTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.999_999})
    void the_delay_after_the_thousandth_failure_is_the_same_as_after_the_tenth(double randomValue) {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 7);
        AtomicLong attempts = new AtomicLong();
        FetchResult outage = new FetchResult.Failed(new IllegalStateException());
        TokenFetcher next = new TokenFetcher() {
            @Override
            public CompletionStage<FetchResult> fetch(FetchReason reason) {
                attempts.incrementAndGet();
                return CompletableFuture.completedFuture(outage);
            }

            @Override
            public void clearFailures() {}
        };
        RandomGenerator random = new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return randomValue;
            }
        };
        BackoffFetcher fetcher = new BackoffFetcher(next, now::get, random);
        for (int attempt = 1; attempt <= 1_000; attempt++) {
            fetcher.fetch(new FetchReason.CacheMiss());
            assertThat(attempts).hasValue(attempt);
            now.addAndGet(Duration.ofSeconds(20).toNanos());
        }
        fetcher.fetch(new FetchReason.CacheMiss());
        now.addAndGet(Duration.ofMillis(1_999).toNanos());
        fetcher.fetch(new FetchReason.CacheMiss());
        assertThat(attempts)
                .as("during a long outage the delay is at least two seconds, whatever the random number is")
                .hasValue(1_001);
    }
}
