/**
 * A real PKCS#11 token for tests and for the demo: SoftHSM2 through the JDK's own SunPKCS11. Keys are made inside and
 * cannot leave it. {@link no.portnokkel.testkit.hsm.FaultShim} gives it bad days.
 *
 * <p>The module reads its configuration from the environment variable {@code SOFTHSM2_CONF} of the process, which Java
 * cannot set for itself: the build does, and {@link no.portnokkel.testkit.hsm.SoftHsmToken} writes the file it names.
 */
@NullMarked
package no.portnokkel.testkit.hsm;

import org.jspecify.annotations.NullMarked;
