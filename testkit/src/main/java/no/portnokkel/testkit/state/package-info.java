/**
 * The registry as JSON: the file of {@code --state}, and the body of {@code /twin/state}. Members have the names of Digdir's
 * self-service and of Altinn where these exist. {@link no.portnokkel.testkit.state.StateReader} rejects unknown members, so
 * that a misspelt name cannot hide a failing test. {@link no.portnokkel.testkit.state.StateWriter} writes the same format.
 */
@NullMarked
package no.portnokkel.testkit.state;

import org.jspecify.annotations.NullMarked;
