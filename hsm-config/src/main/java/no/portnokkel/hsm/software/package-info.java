/**
 * Profile {@code software}: a keystore file in place of an HSM, for development. Nothing here loads a PKCS#11 module.
 *
 * <p>{@link no.portnokkel.hsm.software.SoftwareHsm} implements {@link no.portnokkel.hsm.Hsm}, so that applications notice no
 * difference: {@code KeystoreFile} checks and reads the file whenever it or its password has changed, and {@code Keystore} holds
 * the keys that have proven themselves with a {@link no.portnokkel.hsm.Probe}. A file has no sessions, queue or outages, so
 * nothing of {@code hsm.connection} is needed.
 */
@NullMarked
package no.portnokkel.hsm.software;

import org.jspecify.annotations.NullMarked;
