package no.portnokkel.testkit.ca;

/** Class of a certificate. Test certificates are valid in Maskinporten's test environment only, others in production only. */
public enum CertificateClass {
    /** The names of the authorities contain "Test", as those of Buypass and Commfides do. */
    TEST("Portnøkkel Testkit", "Portnøkkel Test"),
    /** Imitates production: the names of the authorities do not contain "Test", but show that they are not real. */
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
