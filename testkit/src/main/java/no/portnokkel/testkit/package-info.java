/**
 * A double of Maskinporten that is no kinder than the original: for our tests, for the demo, and for a bank's own tests.
 *
 * <p>{@link no.portnokkel.testkit.MaskinportenTwin} is the front door, embedded in a test ({@link
 * no.portnokkel.testkit.MaskinportenTwinExtension}) or standing alone ({@code portnokkel-twin.jar}); {@link
 * no.portnokkel.testkit.FaultPlan} makes it misbehave. Its rooms: {@code registry} (what it knows) and {@code state} (the same as
 * JSON), {@code grant} (the rules, in order), {@code altinn} (consents and system users), {@code refusal} (codes and texts),
 * {@code token} (what is issued), {@code api} (who receives it), {@code http}. Beside them {@code ca} and {@code hsm}:
 * certificates and a PKCS#11 token to sign with.
 *
 * <p>Nothing here knows our client: the rules come from Digdir's documentation, so that a wrong grant is wrong here too.
 */
@NullMarked
package no.portnokkel.testkit;

import org.jspecify.annotations.NullMarked;
