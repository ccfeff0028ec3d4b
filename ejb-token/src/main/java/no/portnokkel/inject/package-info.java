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
 *
 * <pre>{@code
 * import jakarta.enterprise.context.ApplicationScoped;
 * import jakarta.inject.Inject;
 * import jakarta.ws.rs.client.WebTarget;
 * import jakarta.ws.rs.core.MediaType;
 * import no.portnokkel.inject.Maskinporten;
 *
 * @ApplicationScoped
 * public class IncomeClient {
 *     @Inject
 *     @Maskinporten(scope = "skatteetaten:inntekt", baseUri = "config:bank.inntekt.uri")
 *     WebTarget income; // each request carries a valid token
 *
 *     public String incomeOf(String person) {
 *         return income.path("{person}/oppgave/inntekt")
 *                 .resolveTemplate("person", person)
 *                 .request(MediaType.APPLICATION_JSON)
 *                 .get(String.class);
 *     }
 * }
 * }</pre>
 */
@NullMarked
package no.portnokkel.inject;

import org.jspecify.annotations.NullMarked;
