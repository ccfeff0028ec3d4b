package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.endpoint.TokenSource;

/**
 * What all tokens of one store have in common, so that each holds one reference.
 *
 * @param source of new tokens
 * @param windows of their lives
 * @param sleep that they age by
 * @param longestWait of a caller
 * @param means threads, clocks and chance
 */
record CacheContext(
        TokenSource source, RefreshPolicy windows, SuspendDetector sleep, Duration longestWait, FetchRuntime means) {

    long nowNanos() {
        return means.nanoClock().getAsLong();
    }

    /** Attempts that remember nothing yet. */
    TokenFetcher attempts(TokenRequest request) {
        return TokenFetcher.upon(source, request, windows, sleep, means);
    }
}
