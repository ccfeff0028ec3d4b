/**
 * Assertions about what the twin has received, in the style of AssertJ, which their users bring themselves.
 *
 * <pre>{@code
 * import static no.portnokkel.testkit.assertion.GrantAssert.assertThatGrant;
 *
 * import no.portnokkel.testkit.MaskinportenTwin;
 *
 * public class IncomeAssertions {
 *     public static void askedForIncome(MaskinportenTwin twin) {
 *         assertThatGrant(twin.lastGrant()).isAccepted().hasScope("skatteetaten:inntekt").hasNoClaim("pid");
 *     }
 * }
 * }</pre>
 */
@NullMarked
package no.portnokkel.testkit.assertion;

import org.jspecify.annotations.NullMarked;
