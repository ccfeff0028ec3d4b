/**
 * Maskinporten's rules for a grant. {@link no.portnokkel.testkit.grant.GrantCheck} applies them in order and returns a {@link
 * no.portnokkel.testkit.grant.Verdict}. {@code DetailCheck} has Altinn's rules for consents and system users. Codes and texts
 * of refusals are those of Digdir's page "Feilsøking". Where that page is silent the rule takes the stricter reading, since a
 * test double must not be more lenient than the original.
 *
 * <p>Written from the documentation and without the client's code, so that the rules catch the client's mistakes.
 *
 * <pre>{@code
 * import no.portnokkel.testkit.ReceivedGrant;
 * import no.portnokkel.testkit.grant.Warning;
 *
 * ReceivedGrant grant = twin.lastGrant().orElseThrow();
 * if (grant.warnings().contains(Warning.NOT_BEFORE)) {
 *     report("nbf is not documented by Digdir");
 * }
 * }</pre>
 */
@NullMarked
package no.portnokkel.testkit.grant;

import org.jspecify.annotations.NullMarked;
