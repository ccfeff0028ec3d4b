/**
 * Sending a token to an API (RFC 6750). {@code TokenTarget} is the rule for all clients: one base address, and no request to any
 * other address. {@code MaskinportenHttpClient} applies it to {@code java.net.http}; the filters of {@code no.portnokkel.inject} apply
 * it to Jakarta REST.
 *
 * <pre>{@code
 * import java.net.URI;
 * import java.net.http.HttpClient;
 * import java.net.http.HttpRequest;
 * import java.net.http.HttpResponse;
 * import java.net.http.HttpResponse.BodyHandlers;
 * import no.portnokkel.maskinporten.TokenRequest;
 * import no.portnokkel.maskinporten.Tokens;
 * import no.portnokkel.maskinporten.bearer.MaskinportenHttpClient;
 *
 * public class Income {
 *     private final MaskinportenHttpClient api;
 *
 *     public Income(Tokens tokens, URI address) {
 *         api = MaskinportenHttpClient.of(
 *                 HttpClient.newHttpClient(), tokens, TokenRequest.forScope("skatteetaten:inntekt"), address);
 *     }
 *
 *     public HttpResponse<String> months(URI person) throws Exception {
 *         return api.send(HttpRequest.newBuilder(person).build(), BodyHandlers.ofString()); // with a valid token
 *     }
 * }
 * }</pre>
 */
@NullMarked
package no.portnokkel.maskinporten.bearer;

import org.jspecify.annotations.NullMarked;
