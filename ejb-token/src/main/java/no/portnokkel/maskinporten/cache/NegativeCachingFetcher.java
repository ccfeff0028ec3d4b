package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchReason;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchResult;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchResult.Failed;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a recent refusal without sending a grant, so that many callers cause few requests: for one second after the first
 * refusal, twice as long after each further one, at most one minute. Does not handle outages. Local rejections are not cached,
 * because they cost no grant.
 */
final class NegativeCachingFetcher implements TokenFetcher {
    private static final long INITIAL_TTL_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long MAX_TTL_NANOS = Duration.ofSeconds(60).toNanos();

    private final TokenFetcher next;
    private final LongSupplier nanoClock;
    private volatile @Nullable CachedRefusal cached;

    NegativeCachingFetcher(TokenFetcher next, LongSupplier nanoClock) {
        this.next = next;
        this.nanoClock = nanoClock;
    }

    @Override
    public CompletionStage<FetchResult> fetch(FetchReason reason) {
        CachedRefusal known = cached;
        if (known != null
                && !reason.ignoresFailures()
                && nanoClock.getAsLong() - known.sinceNanos() < known.ttlNanos()) {
            return CompletableFuture.completedFuture(known.refusal());
        }
        return next.fetch(reason).thenApply(this::record);
    }

    private FetchResult record(FetchResult result) {
        if (result instanceof TimedToken) {
            cached = null;
        } else if (result instanceof Failed failed && failed.isRefusalOfGrant()) {
            CachedRefusal known = cached;
            long ttlNanos = known == null ? INITIAL_TTL_NANOS : Math.min(2 * known.ttlNanos(), MAX_TTL_NANOS);
            cached = new CachedRefusal(failed, nanoClock.getAsLong(), ttlNanos);
        }
        return result;
    }

    @Override
    public void clearFailures() {
        cached = null;
        next.clearFailures();
    }

    private record CachedRefusal(Failed refusal, long sinceNanos, long ttlNanos) {}
}
