/** The commands of {@code portnokkel-twin.jar}: run a twin, create the demo's HSM token, and certify a CSR. */
@NullMarked
package no.portnokkel.testkit.cli;

import org.jspecify.annotations.NullMarked;
