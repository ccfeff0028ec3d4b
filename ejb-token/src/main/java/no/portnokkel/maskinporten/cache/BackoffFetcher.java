package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchReason;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchResult;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchResult.Failed;
import org.jspecify.annotations.Nullable;

/**
 * Spaces out attempts during an outage. After a single failure the next attempt may follow immediately, because most failures
 * are single; after that one follows every three seconds while somebody asks: so the first token after an outage is at most three
 * seconds late, and there are at most twenty requests a minute. The two limits leave no room for a random delay; requests for
 * different tokens are spread nevertheless, because their outages begin when they are asked for. While the HSM is out of reach,
 * the delay is random and at most one second, because no request reaches Maskinporten.
 *
 * <p>Between attempts the last failure is returned immediately. If callers waited instead, an outage of Maskinporten would occupy
 * the threads of the bank's server. {@code Retry-After} is handled by {@code RetryAfterTokenSource}.
 */
final class BackoffFetcher implements TokenFetcher {
    private static final long DELAY_NANOS = Duration.ofSeconds(3).toNanos();
    private static final long HSM_BOUND_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int REQUESTS_PER_MINUTE = 20;

    /** The smallest share of the bound, which limits the number of attempts whatever the random numbers are. */
    private static final double MIN_SHARE = 0.1;

    private final TokenFetcher next;
    private final LongSupplier nanoClock;
    private final RandomGenerator random;
    private volatile @Nullable Outage outage;

    BackoffFetcher(TokenFetcher next, LongSupplier nanoClock, RandomGenerator random) {
        this.next = next;
        this.nanoClock = nanoClock;
        this.random = random;
    }

    @Override
    public CompletionStage<FetchResult> fetch(FetchReason reason) {
        Outage known = outage;
        if (known != null
                && !reason.ignoresFailures()
                && nanoClock.getAsLong() - known.sinceNanos() < known.delayNanos()) {
            return CompletableFuture.completedFuture(known.lastFailure());
        }
        long startNanos = nanoClock.getAsLong();
        return next.fetch(reason).thenApply(result -> record(result, startNanos));
    }

    /** Counts the delay from the start of an attempt: one that hung for its whole limit has waited enough. */
    private FetchResult record(FetchResult result, long startNanos) {
        if (result instanceof Failed failed && !failed.isRefusalOfGrant()) {
            Outage known = outage;
            int failures = known == null ? 1 : known.failures() + 1;
            outage = new Outage(failed, failures, startNanos, delayNanos(failed, failures));
        } else { // a refusal ends the outage too: Maskinporten answered
            outage = null;
        }
        return result;
    }

    private long delayNanos(Failed failed, int failures) {
        if (failures == 1) {
            return 0;
        }
        if (failed.isHsmOutage()) {
            return (long) (HSM_BOUND_NANOS * (MIN_SHARE + (1 - MIN_SHARE) * random.nextDouble()));
        }
        // the second request came early, and the minute is not over yet
        return failures == REQUESTS_PER_MINUTE ? 2 * DELAY_NANOS : DELAY_NANOS;
    }

    @Override
    public void clearFailures() {
        outage = null;
        next.clearFailures();
    }

    private record Outage(Failed lastFailure, int failures, long sinceNanos, long delayNanos) {}
}
