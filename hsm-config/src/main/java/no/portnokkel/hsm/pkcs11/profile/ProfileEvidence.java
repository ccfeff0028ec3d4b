package no.portnokkel.hsm.pkcs11.profile;

import no.portnokkel.problem.Text;

/** Where what we say of a module comes from. */
public enum ProfileEvidence {
    /** Each build signs with it and cuts it off. */
    TESTED("prøvd av oss i hver bygging", "tested by us in each build"),
    /** Likewise in the long run, which needs parts that not everybody has at hand. */
    TESTED_AT_LENGTH("prøvd av oss i ./test --long", "tested by us in ./test --long"),
    /** Nobody here has had one. */
    DOCUMENTS("bare fra leverandørens dokumentasjon", "from the vendor's documents only");

    private final Text words;

    ProfileEvidence(String no, String en) {
        this.words = new Text(no, en);
    }

    public Text words() {
        return words;
    }
}
