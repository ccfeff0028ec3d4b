/** The two commands of {@code portnokkel-twin.jar}: the twin standing alone, and a token for the demo. */
@NullMarked
package no.portnokkel.testkit.cli;

import org.jspecify.annotations.NullMarked;
