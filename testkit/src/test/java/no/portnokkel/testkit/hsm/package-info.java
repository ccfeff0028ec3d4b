/** Tests of the HSM token and the fault shim, with SoftHSM2. */
@NullMarked
package no.portnokkel.testkit.hsm;

import org.jspecify.annotations.NullMarked;
