package no.portnokkel.hsm.pkcs11.profile;

import java.util.Locale;
import no.portnokkel.problem.Text;

/** How well a profile is tested. */
public enum ProfileEvidence {
    /** Each build signs with this module and simulates outages of it. */
    TESTED,
    /** {@code ./test --long} does the same; it needs parts that not every machine has. */
    TESTED_AT_LENGTH,
    /** From the vendor's documents only. */
    DOCUMENTS;

    public Text title() {
        return Text.message(
                "profile-evidence." + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
