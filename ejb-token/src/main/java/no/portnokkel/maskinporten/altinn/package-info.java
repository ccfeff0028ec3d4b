/**
 * Consents of Altinn. {@code ConsentRule} compares the recipient of a consent, from an access token (Altinn 3) or from a
 * {@code ConsentToken} (Altinn 2), with the consumer of the access token. A consent that was given to one bank must not be used
 * with the token of another: Skatteetaten, Lånekassen and NAV refuse it; the comparison detects it before the API is called.
 *
 * <p>{@code UnverifiedClaims} reads the claims of a token leniently. A token is opaque to its client, so nothing else is decided
 * by its claims.
 *
 * <pre>{@code
 * import no.portnokkel.maskinporten.AccessToken;
 * import no.portnokkel.maskinporten.TokenRequest;
 * import no.portnokkel.maskinporten.altinn.ConsentToken;
 *
 * AccessToken token = tokens.get(TokenRequest.forScope("skatteetaten:inntekt"));
 * ConsentToken.read(consent).requireFor(token); // throws ConsentMismatchException
 * header("Authorization", "Bearer " + token.value());
 * header(ConsentToken.HEADER, consent);
 * }</pre>
 */
@NullMarked
package no.portnokkel.maskinporten.altinn;

import org.jspecify.annotations.NullMarked;
