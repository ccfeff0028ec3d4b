package no.portnokkel.hsm.pkcs11.cryptoki;

import no.portnokkel.problem.Text;

/**
 * What a token says about how well a private key is kept. Together they tell a key that was born in the token and can
 * never leave it from one that was brought there, or that could be taken out.
 *
 * @see <a href="https://docs.oasis-open.org/pkcs11/pkcs11-base/v2.40/os/pkcs11-base-v2.40-os.html">PKCS #11 2.40, 4.9:
 *     private key objects</a>
 */
public enum KeyAttribute {
    SENSITIVE(0x103, true, "sensitive", "skjermet", "sensitive"),
    ALWAYS_SENSITIVE(0x165, true, "alwaysSensitive", "alltid skjermet", "always sensitive"),
    EXTRACTABLE(0x162, false, "extractable", "kan eksporteres", "extractable"),
    NEVER_EXTRACTABLE(0x164, true, "neverExtractable", "aldri eksporterbar", "never extractable"),
    LOCAL(0x163, true, "local", "laget i tokenet", "made in the token");

    private final long type;
    private final boolean asItShouldBe;
    private final String word;
    private final Text title;

    KeyAttribute(long type, boolean asItShouldBe, String word, String no, String en) {
        this.type = type;
        this.asItShouldBe = asItShouldBe;
        this.word = word;
        this.title = new Text(no, en);
    }

    long type() {
        return type;
    }

    /** The value of a key that was made in the token and cannot leave it. */
    public boolean asItShouldBe() {
        return asItShouldBe;
    }

    /** The attribute as scripts see it, for example {@code neverExtractable}. */
    public String word() {
        return word;
    }

    /** A few words for people. */
    public Text title() {
        return title;
    }
}
