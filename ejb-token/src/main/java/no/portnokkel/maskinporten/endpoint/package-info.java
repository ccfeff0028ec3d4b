/**
 * How a token is got. Plain Java: nothing here imports {@code jakarta}; only {@code no.portnokkel.runtime} puts the parts
 * together.
 *
 * <p>Each part is a {@code TokenSource} with one duty. From the outside: {@code RetryAfterTokenSource},
 * {@code MaskinportenEndpoint} (grant, signature, POST). What keeps tokens alive, so that hardly anybody has to get one,
 * is in {@code token.life}, over {@code token.attempt}. One chain serves one choice of environment and is thrown away with it.
 */
@NullMarked
package no.portnokkel.maskinporten.endpoint;

import org.jspecify.annotations.NullMarked;
