package no.portnokkel.hsm.settings;

/**
 * The signature algorithms that Maskinporten accepts and a PKCS#11 module supports for RSA keys.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.3">RFC 7518, 3.3: RSASSA-PKCS1-v1_5</a>
 */
public enum SignatureAlgorithm {
    RS256("SHA256withRSA"),
    RS384("SHA384withRSA"),
    RS512("SHA512withRSA");

    private final String jcaName;

    SignatureAlgorithm(String jcaName) {
        this.jcaName = jcaName;
    }

    /** Returns the name for {@link java.security.Signature#getInstance(String)}. */
    public String jcaName() {
        return jcaName;
    }
}
