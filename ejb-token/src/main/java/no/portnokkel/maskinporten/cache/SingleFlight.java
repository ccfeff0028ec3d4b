package no.portnokkel.maskinporten.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchReason;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchResult;
import org.jspecify.annotations.Nullable;

/**
 * Lets all concurrent callers share one fetch, whatever their reasons are. A caller that stops waiting does not end the fetch for
 * the others. The next fetcher stores the token before the fetch ends, so a caller that arrives in between finds either the fetch
 * or the token.
 */
final class SingleFlight implements TokenFetcher {
    private final TokenFetcher next;
    private volatile @Nullable CompletableFuture<FetchResult> inProgress; // written under the lock, read without

    SingleFlight(TokenFetcher next) {
        this.next = next;
    }

    @Override
    public CompletionStage<FetchResult> fetch(FetchReason reason) {
        CompletableFuture<FetchResult> started = new CompletableFuture<>();
        synchronized (this) { // held for the check only: nobody waits in here
            CompletableFuture<FetchResult> existing = inProgress;
            if (existing != null) {
                return existing;
            }
            inProgress = started;
        }
        next.fetch(reason).whenComplete((result, unexpected) -> {
            end(); // before the result is published: later callers start a new fetch
            started.complete(unexpected == null ? result : new FetchResult.Failed(unexpected));
        });
        return started;
    }

    private synchronized void end() {
        inProgress = null;
    }

    boolean isInProgress() {
        return inProgress != null;
    }

    @Override
    public void clearFailures() {
        next.clearFailures();
    }
}
