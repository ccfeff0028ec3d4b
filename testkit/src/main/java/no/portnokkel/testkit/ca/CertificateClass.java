package no.portnokkel.testkit.ca;

/** Test certificates count in Maskinporten's test environment only, and the others in production only. */
public enum CertificateClass {
    /** Below Buypass' and Commfides' test roots, which have Test in their names. */
    TEST("Portnøkkel Test"),
    /** As if below a production root; the name says that it is a pretence. */
    PRODUCTION("Portnøkkel Pretended");

    private final String prefix;

    CertificateClass(String prefix) {
        this.prefix = prefix;
    }

    String authority(String kind, String mark) {
        return prefix + " " + kind + " " + mark;
    }

    static CertificateClass ofAuthority(String name) {
        return name.contains(PRODUCTION.prefix) ? PRODUCTION : TEST;
    }
}
