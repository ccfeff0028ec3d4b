package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchReason;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchResult;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchResult.Failed;
import no.portnokkel.maskinporten.endpoint.TokenSource;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a recent refusal without sending a grant, so that many callers cause few requests: for one second after the first
 * refusal, twice as long after each further one, at most one minute; at most five seconds in the first two minutes, if a
 * registration may be on its way to Maskinporten. Does not handle outages. Local rejections are not cached,
 * because they cost no grant.
 */
final class NegativeCachingFetcher implements TokenFetcher {
    private static final long INITIAL_TTL_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long MAX_TTL_NANOS = Duration.ofSeconds(60).toNanos();

    private static final long REGISTRATION_TTL_NANOS = Duration.ofSeconds(5).toNanos();

    private final TokenFetcher next;
    private final LongSupplier nanoClock;
    private final long startNanos;
    private volatile @Nullable CachedRefusal cached;

    /** @param startNanos when the environment was activated, by {@code nanoClock} */
    NegativeCachingFetcher(TokenFetcher next, LongSupplier nanoClock, long startNanos) {
        this.next = next;
        this.nanoClock = nanoClock;
        this.startNanos = startNanos;
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
            long nowNanos = nanoClock.getAsLong();
            boolean mayEndSoon =
                    failed.mayEndByRegistration() && nowNanos - startNanos < TokenSource.REGISTRATION_DELAY.toNanos();
            long maxNanos = mayEndSoon ? REGISTRATION_TTL_NANOS : MAX_TTL_NANOS;
            long ttlNanos = known == null ? INITIAL_TTL_NANOS : Math.min(2 * known.ttlNanos(), maxNanos);
            cached = new CachedRefusal(failed, nowNanos, ttlNanos);
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
