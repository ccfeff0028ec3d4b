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
 * Spaces out attempts during an outage: the delay is random below a bound that doubles from 1 s to 20 s. While the HSM is out of
 * reach the bound stays at 1 s, because no request reaches Maskinporten. After a single failure the next attempt may follow
 * immediately.
 *
 * <p>Between attempts the last failure is returned immediately. If callers waited instead, an outage of Maskinporten would occupy
 * the threads of the bank's server. {@code Retry-After} is handled by {@code RetryAfterTokenSource}.
 */
final class BackoffFetcher implements TokenFetcher {
    private static final long INITIAL_BOUND_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long MAX_BOUND_NANOS = Duration.ofSeconds(20).toNanos();
    private static final int MAX_DOUBLINGS = 5;

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
        return next.fetch(reason).thenApply(this::record);
    }

    private FetchResult record(FetchResult result) {
        if (result instanceof Failed failed && !failed.isRefusalOfGrant()) {
            Outage known = outage;
            int failures = known == null ? 1 : Math.min(known.failures(), MAX_DOUBLINGS + 2) + 1;
            outage = new Outage(
                    failed, failures, nanoClock.getAsLong(), failures == 1 ? 0 : delayNanos(failed, failures));
        } else { // a refusal ends the outage too: Maskinporten answered
            outage = null;
        }
        return result;
    }

    private long delayNanos(Failed failed, int failures) {
        long bound = failed.isHsmOutage()
                ? INITIAL_BOUND_NANOS
                : Math.min(MAX_BOUND_NANOS, INITIAL_BOUND_NANOS << Math.min(failures - 2, MAX_DOUBLINGS));
        return (long) (bound * (MIN_SHARE + (1 - MIN_SHARE) * random.nextDouble()));
    }

    @Override
    public void clearFailures() {
        outage = null;
        next.clearFailures();
    }

    private record Outage(Failed lastFailure, int failures, long sinceNanos, long delayNanos) {}
}
