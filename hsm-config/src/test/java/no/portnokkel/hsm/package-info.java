/** Tests of the HSM with a real PKCS#11 module: SoftHSM2, with p11-kit as a network HSM that can be disconnected. */
@NullMarked
package no.portnokkel.hsm;

import org.jspecify.annotations.NullMarked;
