/**
 * The life of a token. Plain Java: nothing here imports {@code jakarta}; only {@code no.portnokkel.runtime} puts the
 * parts together.
 *
 * <p>Each part is a {@code TokenSource} with one duty. From the outside: {@code KeepsTokens}, {@code SingleFlight},
 * {@code MaskinportenEndpoint} (grant, signature, POST). Refreshing ahead, remembering refusals and backing off are
 * decorators that will stand between them. One chain serves one choice of environment and is thrown away with it.
 * Lifetimes are counted by a monotonic clock from before the request was sent.
 */
@NullMarked
package no.portnokkel.maskinporten.token;

import org.jspecify.annotations.NullMarked;
