/**
 * Attempts to get a token for one request, as a chain with one duty each. From the outside: {@code NegativeCachingFetcher} (what
 * a person must mend), {@code BackoffFetcher} (what passes by itself), {@code SourceFetcher} (a thread, and the token source below). What
 * is remembered is answered on the caller's own thread; what came of a flight is learnt once, however many wait for it.
 *
 * <p>Each chain serves one request, so no part looks anything up. Time, chance and threads are parameters.
 */
@NullMarked
package no.portnokkel.maskinporten.cache;

import org.jspecify.annotations.NullMarked;
