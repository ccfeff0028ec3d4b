/**
 * The HSM as the rest of Portnøkkel sees it: {@link no.portnokkel.hsm.Hsm} with its status and its keys that sign.
 *
 * <p>Interfaces and values only. From the bottom: {@code settings} reads the configuration; {@code pin} and {@code fault}
 * are the PIN and what can go wrong; {@code pkcs11} logs in to a token; {@code connection} implements the interfaces of this
 * package and keeps a login available; {@code software} implements them with a keystore file, for development; {@code keys} and {@code cli} are the security officer's.
 */
@NullMarked
package no.portnokkel.hsm;

import org.jspecify.annotations.NullMarked;
