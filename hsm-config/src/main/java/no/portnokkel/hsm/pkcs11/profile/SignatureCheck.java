package no.portnokkel.hsm.pkcs11.profile;

import java.util.Locale;
import no.portnokkel.problem.Text;

/**
 * Who verifies each signature before it is used: a wrong RSA signature computed by the Chinese remainder theorem can
 * reveal the key. Portnøkkel always verifies the probe of each login.
 *
 * @see <a href="https://doi.org/10.1007/3-540-69053-0_4">Boneh, DeMillo, Lipton: On the Importance of Checking
 *     Cryptographic Protocols for Faults (1997)</a>
 */
public enum SignatureCheck {
    /**
     * The module verifies what it has computed, as its source code shows; a check in software would be the second.
     */
    MODULE,
    /** Portnøkkel, in software: nobody has shown that the module verifies. */
    PORTNOKKEL;

    public Text title() {
        return Text.message("signature-check." + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
