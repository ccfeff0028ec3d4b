/** What Maskinporten looks up elsewhere: the clients of Samarbeidsportalen, their keys and scopes, the delegations of Altinn. */
@NullMarked
package no.portnokkel.testkit.registry;

import org.jspecify.annotations.NullMarked;
