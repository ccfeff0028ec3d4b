/**
 * The bank as the API: access tokens that others got from Maskinporten are checked here.
 *
 * <p>In an application, {@link no.portnokkel.receive.RequiresMaskinporten} protects a resource of Jakarta REST: {@code ReceiveFeature}
 * registers a {@code ReceiveFilter} for each protected method, {@code ReceivedTokens} asks the validator, and {@code CurrentCaller} is what
 * is injected. {@code ReceiveInterceptor} refuses calls that no filter has checked.
 *
 * <p>{@link no.portnokkel.receive.MaskinportenTokenValidator} checks one token, also without a container: {@code SignatureCheck} with
 * {@code PublishedKeys}, then {@code ClaimRules}. It needs no HSM and no client.
 *
 * <pre>{@code
 * import jakarta.inject.Inject;
 * import jakarta.ws.rs.GET;
 * import jakarta.ws.rs.Path;
 * import no.portnokkel.receive.MaskinportenCaller;
 * import no.portnokkel.receive.RequiresMaskinporten;
 *
 * @Path("accounts")
 * @RequiresMaskinporten(scope = "bits:kontoinformasjon")
 * public class AccountsResource {
 *     @Inject
 *     MaskinportenCaller caller;
 *
 *     @GET
 *     public String accounts() {
 *         return "The accounts that " + caller.consumer() + " may see";
 *     }
 * }
 * }</pre>
 */
@NullMarked
package no.portnokkel.receive;

import org.jspecify.annotations.NullMarked;
