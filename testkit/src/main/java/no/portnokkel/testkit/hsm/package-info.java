/**
 * A PKCS#11 token for tests and for the demo: SoftHSM2, used through the JDK's SunPKCS11. Keys are generated in the token and
 * are non-exportable. {@link no.portnokkel.testkit.hsm.FaultShim} injects faults between the code under test and the module.
 *
 * <p>SoftHSM2 reads the environment variable {@code SOFTHSM2_CONF}, which a Java process cannot set for itself. The build sets
 * it, and {@link no.portnokkel.testkit.hsm.SoftHsmToken} writes the file that it names.
 *
 * <pre>{@code
 * import no.portnokkel.testkit.ca.OrganisationCertificate;
 * import no.portnokkel.testkit.hsm.SoftHsmToken;
 *
 * SoftHsmToken hsm = SoftHsmToken.create(directory, "bank-test", "987654");
 * hsm.generateKey("seal",
 *         key -> twin.authority().certify(key, OrganisationCertificate.seal("310167398", "Demobanken AS")));
 * // portnokkel.hsm.library = hsm.library(), .token-label = hsm.label(), .pin-file = hsm.pinFile()
 * }</pre>
 */
@NullMarked
package no.portnokkel.testkit.hsm;

import org.jspecify.annotations.NullMarked;
