/**
 * Caches tokens and fetches them before they expire. {@code TokenCache} has one {@code CachedToken} per request; a hit is one
 * volatile read. On a miss, or when a refresh is due, {@code SingleFlight} lets all callers share one fetch through a chain of
 * {@code TokenFetcher}s, one chain per request: {@code StoringFetcher} (stores the result), {@code NegativeCachingFetcher} (4xx),
 * {@code BackoffFetcher} (5xx, network, HSM), {@code SourceFetcher} (calls the endpoint on another thread).
 *
 * <p>{@code RefreshPolicy} sets when a token is refreshed and when it is no longer used, as shares of its lifetime by a monotonic
 * clock. Clocks, randomness and threads are parameters.
 */
@NullMarked
package no.portnokkel.maskinporten.cache;

import org.jspecify.annotations.NullMarked;
