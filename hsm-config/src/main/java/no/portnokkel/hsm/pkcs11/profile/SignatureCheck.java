package no.portnokkel.hsm.pkcs11.profile;

import java.util.Locale;
import no.portnokkel.problem.Text;

/**
 * Who verifies each signature before it leaves the house: a wrong one of RSA by the Chinese remainder theorem can give away
 * the key. The probe that each login must pass is always verified by us.
 *
 * @see <a href="https://doi.org/10.1007/3-540-69053-0_4">Boneh, DeMillo, Lipton: On the Importance of Checking
 *     Cryptographic Protocols for Faults (1997)</a>
 */
public enum SignatureCheck {
    /** The module verifies what it has computed, as its source shows; ours would be the second. */
    MODULE,
    /** Nobody knows that it does. */
    OURS;

    public Text words() {
        return Text.message("signature-check." + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
