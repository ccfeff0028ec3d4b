/** The HSM, tried with a real PKCS#11 module: SoftHSM2, and p11-kit in front of it as a network HSM that can be cut. */
@NullMarked
package no.portnokkel.hsm;

import org.jspecify.annotations.NullMarked;
