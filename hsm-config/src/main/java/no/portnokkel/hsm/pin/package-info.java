/**
 * The PIN on its way from a file to one login, and the records that keep a refused PIN from being presented again.
 *
 * <p>A {@link no.portnokkel.hsm.pin.PinSource} returns a {@link no.portnokkel.hsm.pin.Pin}, which is wiped after the
 * login. {@link no.portnokkel.hsm.pin.RefusedPinStore} writes a salted slow hash before each login and deletes it
 * when the login was accepted. {@code LoginLock} makes that sequence atomic between deployments
 * and processes. {@link no.portnokkel.hsm.pin.PinHistory} saves the slow hash for known PINs. The login itself is in
 * {@code no.portnokkel.hsm.pkcs11}.
 */
@NullMarked
package no.portnokkel.hsm.pin;

import org.jspecify.annotations.NullMarked;
