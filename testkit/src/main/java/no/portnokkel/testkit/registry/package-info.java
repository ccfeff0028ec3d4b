/**
 * The data that Maskinporten looks up elsewhere: clients of Samarbeidsportalen with their keys and scopes, access granted by
 * API owners, delegations, consents and system users of Altinn, and revoked certificates.
 *
 * <p>{@link no.portnokkel.testkit.registry.Registry} stores all of it. It makes no decisions: {@code grant} does.
 *
 * <pre>{@code
 * import no.portnokkel.testkit.registry.RegisteredClient;
 *
 * twin.registry().register(RegisteredClient.of("supplier", "974760673", "skatteetaten:inntekt"));
 * twin.registry().delegate("310167398", "974760673", "skatteetaten:inntekt");
 * }</pre>
 */
@NullMarked
package no.portnokkel.testkit.registry;

import org.jspecify.annotations.NullMarked;
