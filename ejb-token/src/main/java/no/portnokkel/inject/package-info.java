/**
 * Injection of tokens. {@link no.portnokkel.inject.Maskinporten} qualifies a {@code Supplier<AccessToken>}, an {@code AccessToken}, a
 * {@code CompletionStage<AccessToken>} or a {@code WebTarget}, or stands on the interface of a MicroProfile REST client;
 * {@code MaskinportenProducer} produces them, and {@code MaskinportenExtension} validates all injection points and interfaces at
 * deployment, with {@code InjectableTypes}, {@code RestClientInterface}, and {@code LongLivedTokens} for tokens in beans that live too
 * long. {@code InjectedSupplier}, {@code InjectedStage} and {@code InjectedTarget} find their tokens again after passivation.
 *
 * <p>{@code MaskinportenFeature} binds a Jakarta REST client to an API: {@code BearerTokenFilter} adds the token to requests below
 * {@code baseUri}, and {@code UnauthorizedRetryFilter} repeats a request once after a 401. It is used for targets, for clients of the
 * application, and by {@code MaskinportenRestClientListener} for REST clients of MicroProfile.
 */
@NullMarked
package no.portnokkel.inject;

import org.jspecify.annotations.NullMarked;
