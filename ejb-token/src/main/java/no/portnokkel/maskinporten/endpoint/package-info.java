/**
 * Fetches one token. A {@code TokenSource} chain, from the outside: {@code RetryAfterTokenSource} (waits as long as Maskinporten
 * asked), {@code MaskinportenEndpoint} (one request). For each attempt {@code TokenExchange} builds a {@code Grant},
 * {@code GrantSigner} has it signed in the HSM, the HTTP transport posts it, and {@code TokenResponseReader} reads the response.
 * {@code TokenRequestValidator} and the certificate rules reject requests before the HSM signs.
 *
 * <p>Plain Java, without {@code jakarta}. The package {@code cache} above calls the chain. A chain belongs to one choice of
 * environment and is discarded with it.
 */
@NullMarked
package no.portnokkel.maskinporten.endpoint;

import org.jspecify.annotations.NullMarked;
