/**
 * The data that Maskinporten looks up elsewhere: clients of Samarbeidsportalen with their keys and scopes, access granted by
 * API owners, delegations, consents and system users of Altinn, and revoked certificates.
 *
 * <p>{@link no.portnokkel.testkit.registry.Registry} stores all of it. It makes no decisions: {@code grant} does.
 */
@NullMarked
package no.portnokkel.testkit.registry;

import org.jspecify.annotations.NullMarked;
