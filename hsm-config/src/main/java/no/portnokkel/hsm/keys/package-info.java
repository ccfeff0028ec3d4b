/**
 * The key ceremony: a key is made in the HSM, requested a certificate for, and certified; what came back from the token
 * is looked at, not what was asked of it.
 *
 * <p>{@link no.portnokkel.hsm.keys.KeyLifecycle} takes the three steps in a token that somebody has opened. A
 * {@link no.portnokkel.hsm.keys.PlaceholderCertificate} makes a new key visible until it has a certificate;
 * {@link no.portnokkel.hsm.keys.CertificateChain} and {@code ChainValidator} judge what an issuer has sent. All is judged
 * before the token is changed; each {@link no.portnokkel.hsm.keys.Rejection} leaves it as it was. Bouncy Castle, of the
 * executable jar only, is known nowhere else; only the command line uses this room.
 */
@NullMarked
package no.portnokkel.hsm.keys;

import org.jspecify.annotations.NullMarked;
