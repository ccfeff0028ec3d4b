/** The test token, on a real SoftHSM2. */
@NullMarked
package no.portnokkel.testkit.hsm;

import org.jspecify.annotations.NullMarked;
