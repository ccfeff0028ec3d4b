/**
 * What Maskinporten looks up elsewhere: the clients of Samarbeidsportalen with their keys and scopes, the API owners' grants
 * of access, the delegations, consents and system users of Altinn, and the issuers' revocation lists.
 *
 * <p>{@link no.portnokkel.testkit.registry.Registry} is the book of all that; it judges nothing, that is done in {@code
 * grant}.
 */
@NullMarked
package no.portnokkel.testkit.registry;

import org.jspecify.annotations.NullMarked;
