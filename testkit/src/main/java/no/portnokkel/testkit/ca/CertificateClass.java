package no.portnokkel.testkit.ca;

/** Test certificates count in Maskinporten's test environment only, and the others in production only. */
public enum CertificateClass {
    /** Has Test in the names of its authorities, as Buypass and Commfides have. */
    TEST("Portnøkkel Testkit", "Portnøkkel Test"),
    /** As if below a production root: without Test in its names, which say all the same that it is a pretence. */
    PRODUCTION("Portnøkkel Pretence", "Portnøkkel Pretended");

    private final String issuer;
    private final String prefix;

    CertificateClass(String issuer, String prefix) {
        this.issuer = issuer;
        this.prefix = prefix;
    }

    String issuer() {
        return issuer;
    }

    String authority(String kind) {
        return prefix + " " + kind;
    }

    static CertificateClass ofAuthority(String name) {
        return name.contains(PRODUCTION.issuer) ? PRODUCTION : TEST;
    }
}
