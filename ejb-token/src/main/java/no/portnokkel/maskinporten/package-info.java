/**
 * The vocabulary of Maskinporten, for applications to use. A {@link no.portnokkel.maskinporten.TokenRequest} is passed to
 * {@link no.portnokkel.maskinporten.Tokens} and returns an {@link no.portnokkel.maskinporten.AccessToken}, or throws one of the
 * two kinds of {@link no.portnokkel.maskinporten.TokenException}. Values are validated when they are built.
 *
 * <pre>{@code
 * import no.portnokkel.maskinporten.AccessToken;
 * import no.portnokkel.maskinporten.OrganisationNumber;
 * import no.portnokkel.maskinporten.TokenRefusedException;
 * import no.portnokkel.maskinporten.TokenRequest;
 * import no.portnokkel.maskinporten.TokenUnavailableException;
 *
 * TokenRequest request = TokenRequest.forScope("skatteetaten:inntekt").onBehalfOf(new OrganisationNumber("974760673"));
 * try {
 *     AccessToken token = tokens.get(request); // Tokens: injected, or of Portnokkel.start
 *     header("Authorization", "Bearer " + token.value());
 * } catch (TokenRefusedException refused) {
 *     report(refused.problem()); // a person must act: code, owner and remedy
 * } catch (TokenUnavailableException unavailable) {
 *     tryLater(unavailable.retryAfter());
 * }
 * }</pre>
 *
 * <p>Plain Java: neither this package nor its subpackages import {@code jakarta}.
 */
@NullMarked
package no.portnokkel.maskinporten;

import org.jspecify.annotations.NullMarked;
