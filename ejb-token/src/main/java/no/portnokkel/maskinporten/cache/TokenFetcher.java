package no.portnokkel.maskinporten.cache;

import java.util.concurrent.CompletionStage;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.endpoint.TokenSource;

/** Attempts to get a token for one request. Safe for any number of threads; starting one never blocks. */
public interface TokenFetcher {

    /** Returns what comes, or has come, of it. Never fails: a failure is an outcome. */
    CompletionStage<FetchResult> start(FetchReason demand);

    /** Drops what is remembered of failures. */
    void forget();

    /**
     * Returns attempts that remember refusals and back off from outages.
     *
     * @param source asked on a thread of {@code means}
     * @param request asked for
     * @param windows laid over what is issued
     * @param sleep that it ages by while it is under way
     */
    static TokenFetcher upon(
            TokenSource source,
            TokenRequest request,
            RefreshPolicy windows,
            SuspendDetector sleep,
            FetchRuntime means) {
        TokenFetcher asks = new SourceFetcher(source, request, windows, sleep, means);
        TokenFetcher backsOff = new BackoffFetcher(asks, means.nanoClock(), means.chance());
        return new NegativeCachingFetcher(backsOff, means.nanoClock());
    }
}
