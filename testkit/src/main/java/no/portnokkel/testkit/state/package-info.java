/**
 * What the twin knows, as JSON: a file for {@code --state}, and the body of {@code /twin/state}. Names are those of Digdir's
 * self-service and of Altinn where they have one. {@link no.portnokkel.testkit.state.StateReader} refuses a member that it
 * does not know, so that a misspelt word cannot make a test greener; {@link no.portnokkel.testkit.state.StateWriter} writes
 * what the reader reads.
 */
@NullMarked
package no.portnokkel.testkit.state;

import org.jspecify.annotations.NullMarked;
