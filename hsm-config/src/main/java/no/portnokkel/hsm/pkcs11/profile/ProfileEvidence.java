package no.portnokkel.hsm.pkcs11.profile;

import java.util.Locale;
import no.portnokkel.problem.Text;

/** Where what we say of a module comes from. */
public enum ProfileEvidence {
    /** Each build signs with it and cuts it off. */
    TESTED,
    /** Likewise in the long run, which needs parts that not everybody has at hand. */
    TESTED_AT_LENGTH,
    /** Nobody here has had one. */
    DOCUMENTS;

    public Text words() {
        return Text.message(
                "profile-evidence." + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
