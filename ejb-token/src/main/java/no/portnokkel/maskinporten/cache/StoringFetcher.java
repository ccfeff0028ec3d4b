package no.portnokkel.maskinporten.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.cache.TokenCache.CacheContext;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchReason;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchResult;
import org.jspecify.annotations.Nullable;

/**
 * Stores new tokens in the cache entry, and fetches nothing if the stored token satisfies the reason. After a success there is no
 * failure to remember, so the chain is discarded until the next fetch: this keeps thousands of cached tokens small.
 */
final class StoringFetcher implements TokenFetcher {
    private final TokenRequest request;
    private final CacheContext context;
    private final CachedToken entry;
    private volatile @Nullable TokenFetcher next;

    StoringFetcher(TokenRequest request, CacheContext context, CachedToken entry) {
        this.request = request;
        this.context = context;
        this.entry = entry;
    }

    /** Called by one thread at a time, because {@link SingleFlight} starts one fetch at a time. */
    @Override
    public CompletionStage<FetchResult> fetch(FetchReason reason) {
        TimedToken current = entry.current();
        if (current != null && reason.isSatisfiedBy(current, context.nowNanos())) {
            return CompletableFuture.completedFuture(current);
        }
        TokenFetcher existing = next;
        TokenFetcher chain = existing == null ? context.newChain(request) : existing;
        next = chain;
        return chain.fetch(reason).thenCompose(this::store);
    }

    /** A token that was removed while it was on its way, because its key was stopped, is replaced by a new one. */
    private CompletionStage<FetchResult> store(FetchResult result) {
        if (result instanceof TimedToken issued) {
            next = null;
            if (!entry.store(issued)) {
                return fetch(new FetchReason.CacheMiss());
            }
        }
        return CompletableFuture.completedFuture(result);
    }

    @Override
    public void clearFailures() {
        TokenFetcher existing = next;
        if (existing != null) {
            existing.clearFailures();
        }
    }
}
