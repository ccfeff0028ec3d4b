/**
 * What Maskinporten demands of a grant, as small rules in one order: {@link no.portnokkel.testkit.grant.GrantCheck} lists
 * them. Texts and codes are those of Digdir's page "Feilsøking"; where the page is silent the stricter reading is taken,
 * for a double must not be kinder than the original.
 *
 * <p>Written from the documentation, and from no code of the client: a misunderstanding there shows here.
 */
@NullMarked
package no.portnokkel.testkit.grant;

import org.jspecify.annotations.NullMarked;
