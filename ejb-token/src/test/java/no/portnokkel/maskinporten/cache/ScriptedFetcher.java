package no.portnokkel.maskinporten.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The next fetcher of a chain: counts the attempts, each of which has the scripted result. */
final class ScriptedFetcher implements TokenFetcher {
    FetchResult result;
    int attempts;
    boolean cleared;

    ScriptedFetcher(FetchResult result) {
        this.result = result;
    }

    @Override
    public CompletionStage<FetchResult> fetch(FetchReason reason) {
        attempts++;
        return CompletableFuture.completedFuture(result);
    }

    @Override
    public void clearFailures() {
        cleared = true;
    }
}
