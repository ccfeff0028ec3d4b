/**
 * A test double of Maskinporten that is as strict as the original: for our tests, for the demo, and for a bank's own tests.
 *
 * <p>{@link no.portnokkel.testkit.MaskinportenTwin} is the entry, embedded in a test ({@link
 * no.portnokkel.testkit.MaskinportenTwinExtension}) or as a process ({@code portnokkel-twin.jar}). A request passes {@code
 * Router} to {@code TokenEndpoint}: the rules of {@code grant} check it against the {@code registry}, {@code token} issues
 * the access token or {@code refusal} the error, and a {@link no.portnokkel.testkit.FaultPlan} may replace the response.
 * {@code IncomeApi} and {@code TaxSummaryApi} are protected APIs behind it. {@code StateReader} and {@code StateWriter} convert
 * the registry from and to JSON. {@code ca} and {@code hsm} supply certificates and a PKCS#11 token to sign with.
 *
 * <pre>{@code
 * import no.portnokkel.testkit.MaskinportenTwin;
 * import no.portnokkel.testkit.MaskinportenTwinExtension;
 * import no.portnokkel.testkit.ScriptedAnswer;
 * import no.portnokkel.testkit.registry.RegisteredClient;
 * import org.junit.jupiter.api.Test;
 * import org.junit.jupiter.api.extension.RegisterExtension;
 *
 * class IncomeClientTest {
 *     @RegisterExtension
 *     static final MaskinportenTwinExtension MASKINPORTEN = new MaskinportenTwinExtension(
 *             twin -> twin.client(RegisteredClient.of("bank", "310167398", "skatteetaten:inntekt")));
 *
 *     @Test
 *     void an_outage_of_Maskinporten_is_reported(MaskinportenTwin twin) {
 *         twin.faults().next(ScriptedAnswer.status(503));
 *         // call the code under test, configured with twin.issuer()
 *     }
 * }
 * }</pre>
 *
 * <p>Nothing here depends on our client. The rules are written from Digdir's documentation, so that they catch the client's
 * mistakes.
 */
@NullMarked
package no.portnokkel.testkit;

import org.jspecify.annotations.NullMarked;
