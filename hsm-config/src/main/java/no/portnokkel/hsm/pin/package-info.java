/**
 * The PIN on its way from a file to one login, and the memory that keeps a refused one from being presented again.
 *
 * <p>A {@link no.portnokkel.hsm.pin.Pin} lives from reading to login and is wiped then.
 * {@link no.portnokkel.hsm.pin.RefusedPinStore} writes a salted slow hash before each login and removes it when the login
 * was accepted; {@link no.portnokkel.hsm.pin.LoginLock} keeps that sequence whole when two deployments or two
 * processes start at once. Nothing here logs in: that is done in {@code no.portnokkel.hsm.pkcs11}.
 */
@NullMarked
package no.portnokkel.hsm.pin;

import org.jspecify.annotations.NullMarked;
