/**
 * Refusals of Maskinporten and their meaning. An {@code ErrorAnswer} (the response, sanitized by {@code UntrustedText}) is classified by
 * {@code RefusalTable} into a {@code Refusal}, whose {@code Explanation} says who can fix it, how, and whether a new grant may
 * succeed.
 *
 * <p>{@code refusals.properties} lists the known codes with owner and source; the message catalogue has the texts.
 *
 * <pre>{@code
 * import no.portnokkel.maskinporten.TokenRefusedException;
 * import no.portnokkel.maskinporten.TokenRequest;
 * import no.portnokkel.maskinporten.refusal.Refusal;
 *
 * try {
 *     tokens.get(TokenRequest.forScope("skatteetaten:inntekt"));
 * } catch (TokenRefusedException refused) {
 *     if (refused.refusal().orElse(null) instanceof Refusal.ConsentRefused consent) {
 *         report(consent.answer()); // the applicant must give the consent again
 *     } else {
 *         report(refused.problem());
 *     }
 * }
 * }</pre>
 */
@NullMarked
package no.portnokkel.maskinporten.refusal;

import org.jspecify.annotations.NullMarked;
