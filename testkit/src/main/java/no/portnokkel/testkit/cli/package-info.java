/** The commands of {@code portnokkel-twin.jar}: the twin standing alone, a token for the demo, and certificates for requests. */
@NullMarked
package no.portnokkel.testkit.cli;

import org.jspecify.annotations.NullMarked;
