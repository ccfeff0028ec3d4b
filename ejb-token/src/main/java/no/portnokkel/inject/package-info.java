/**
 * Injection of tokens. {@link no.portnokkel.inject.Maskinporten} qualifies a {@code Supplier<AccessToken>}, an {@code AccessToken}
 * or a {@code WebTarget}; {@code MaskinportenProducer} produces them, and {@code MaskinportenExtension} validates all injection
 * points at deployment, with {@code LongLivedTokens} for tokens in beans that live too long. {@code InjectedSupplier} and
 * {@code InjectedTarget} find their tokens again after passivation. For a target, {@code BearerTokenFilter} adds the token to
 * requests below {@code baseUri}, and {@code UnauthorizedRetryFilter} repeats a request once after a 401.
 */
@NullMarked
package no.portnokkel.inject;

import org.jspecify.annotations.NullMarked;
