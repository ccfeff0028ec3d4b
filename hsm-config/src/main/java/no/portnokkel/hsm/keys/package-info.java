/**
 * The life cycle of a key: generate in the HSM, request a certificate, import it. Each step checks what the token
 * returns, not what was sent to it.
 *
 * <p>{@link no.portnokkel.hsm.keys.KeyLifecycle} performs the steps in a {@link
 * no.portnokkel.hsm.pkcs11.WritableToken}. A {@link no.portnokkel.hsm.keys.PlaceholderCertificate} makes a new key
 * visible until it has a certificate. {@link
 * no.portnokkel.hsm.keys.IssuedCertificates} sorts what an issuer has sent into chains. A {@code CertifiableKey} may have come
 * without a certificate from another tool. All checks precede the change: a {@link no.portnokkel.hsm.keys.Rejection} leaves the
 * token unchanged.
 *
 * <p>The only package that uses Bouncy Castle, which is in the executable jar only; only the command line uses this
 * package.
 */
@NullMarked
package no.portnokkel.hsm.keys;

import org.jspecify.annotations.NullMarked;
