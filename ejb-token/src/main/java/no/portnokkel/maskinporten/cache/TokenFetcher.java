package no.portnokkel.maskinporten.cache;

import java.util.concurrent.CompletionStage;

/** Fetches a token for one request. Thread-safe. */
interface TokenFetcher {

    /** Starts a fetch and returns without waiting. The stage never fails: a failure is a {@link FetchResult.Failed}. */
    CompletionStage<FetchResult> fetch(FetchReason reason);

    /** Forgets earlier failures. */
    void clearFailures();
}
