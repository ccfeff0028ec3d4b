package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.endpoint.TokenSource;

/**
 * What all entries of one cache share, so that each entry holds one reference.
 *
 * @param source fetches new tokens
 * @param environment the name of the environment, for events
 * @param longestWait how long a caller waits at most
 */
record CacheContext(
        TokenSource source,
        String environment,
        RefreshPolicy refreshPolicy,
        SuspendDetector suspendDetector,
        Duration longestWait,
        FetchRuntime runtime) {

    long nowNanos() {
        return runtime.nanoClock().getAsLong();
    }

    /** Returns a chain of fetchers that remembers no failure yet. */
    TokenFetcher newChain(TokenRequest request) {
        TokenFetcher source = new SourceFetcher(request, this);
        TokenFetcher backoff = new BackoffFetcher(source, runtime.nanoClock(), runtime.random());
        return new NegativeCachingFetcher(backoff, runtime.nanoClock());
    }
}
