package no.portnokkel.maskinporten.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import no.portnokkel.maskinporten.TokenRequest;
import org.jspecify.annotations.Nullable;

/**
 * Puts what was issued into the slot, and starts nothing when what lies there by now will do. A token that came leaves no
 * failure to remember, so the parts that do are let go until the next attempt: thousands of kept tokens cost less.
 */
final class StoringFetcher implements TokenFetcher {
    private final TokenRequest request;
    private final CacheContext terms;
    private final CacheEntry slot;
    private volatile @Nullable TokenFetcher next;

    StoringFetcher(TokenRequest request, CacheContext terms, CacheEntry slot) {
        this.request = request;
        this.terms = terms;
        this.slot = slot;
    }

    /** To be called by one at a time: its neighbour lets one flight go. */
    @Override
    public CompletionStage<FetchResult> start(FetchReason demand) {
        TimedToken kept = slot.held();
        if (kept != null && demand.isMetBy(kept, terms.nowNanos())) {
            return CompletableFuture.completedFuture(kept);
        }
        TokenFetcher known = next;
        TokenFetcher attempts = known == null ? terms.attempts(request) : known;
        next = attempts;
        return attempts.start(demand).thenApply(this::keep);
    }

    private FetchResult keep(FetchResult outcome) {
        if (outcome instanceof TimedToken issued) {
            slot.put(issued);
            next = null;
        }
        return outcome;
    }

    @Override
    public void forget() {
        TokenFetcher known = next;
        if (known != null) {
            known.forget();
        }
    }
}
