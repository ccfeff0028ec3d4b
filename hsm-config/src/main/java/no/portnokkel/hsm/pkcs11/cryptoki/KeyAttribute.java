package no.portnokkel.hsm.pkcs11.cryptoki;

import java.util.Collection;
import java.util.Locale;
import no.portnokkel.problem.Text;

/**
 * The attributes that show how a token protects a private key. Together they distinguish a key that was generated in
 * the token and can never leave it from one that was imported or can be exported.
 *
 * @see <a href="https://docs.oasis-open.org/pkcs11/pkcs11-base/v2.40/os/pkcs11-base-v2.40-os.html">PKCS #11 2.40,
 *     4.9: private key objects</a>
 */
public enum KeyAttribute {
    SENSITIVE(0x103, true, "sensitive"),
    ALWAYS_SENSITIVE(0x165, true, "alwaysSensitive"),
    EXTRACTABLE(0x162, false, "extractable"),
    NEVER_EXTRACTABLE(0x164, true, "neverExtractable"),
    LOCAL(0x163, true, "local");

    private final long type;
    private final boolean requiredValue;
    private final String word;

    KeyAttribute(long type, boolean requiredValue, String word) {
        this.type = type;
        this.requiredValue = requiredValue;
        this.word = word;
    }

    long type() {
        return type;
    }

    /** Returns the value of a key that was generated in the token and cannot leave it. */
    public boolean requiredValue() {
        return requiredValue;
    }

    /** Returns the attribute that scripts see, for example {@code neverExtractable}. */
    public String word() {
        return word;
    }

    /** Returns a few words for people. */
    public Text title() {
        return Text.message("key-attribute." + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** Returns the titles of several attributes, separated by commas. */
    public static Text titles(Collection<KeyAttribute> attributes) {
        return Text.list(attributes.stream().map(KeyAttribute::title).toList());
    }
}
