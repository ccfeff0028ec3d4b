/**
 * The key ceremony: a key is made in the HSM, requested a certificate for, and certified; what came back from the token
 * is looked at, not what was asked of it.
 *
 * <p>{@link no.portnokkel.hsm.ceremony.Ceremony} takes the three steps in a token that somebody has opened. A
 * {@link no.portnokkel.hsm.ceremony.Placeholder} makes a new key visible until it has a certificate;
 * {@link no.portnokkel.hsm.ceremony.CertificateChain} and {@code ChainRules} judge what an issuer has sent. All is judged
 * before the token is changed; each {@link no.portnokkel.hsm.ceremony.Refusal} leaves it as it was. Bouncy Castle, of the
 * executable jar only, is known nowhere else; only the command line uses this room.
 */
@NullMarked
package no.portnokkel.hsm.ceremony;

import org.jspecify.annotations.NullMarked;
