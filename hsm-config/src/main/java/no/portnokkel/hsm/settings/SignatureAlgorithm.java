package no.portnokkel.hsm.settings;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;

/**
 * The signature algorithms of keys in the HSM: those for RSA keys sign grants, since Maskinporten accepts no others; {@link #ES256}
 * signs checkpoints of the audit.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.3">RFC 7518, 3.3: RSASSA-PKCS1-v1_5</a>
 */
public enum SignatureAlgorithm {
    RS256("RSA", "SHA256withRSA"),
    RS384("RSA", "SHA384withRSA"),
    RS512("RSA", "SHA512withRSA"),

    /** ECDSA on the curve P-256. The signature is in DER, as X.509 and signed notes have it, and not as in a JWS. */
    ES256("EC", "SHA256withECDSA");

    /** The algorithms that Maskinporten accepts and a PKCS#11 module supports. */
    public static final List<SignatureAlgorithm> OF_GRANTS = List.of(RS256, RS384, RS512);

    private final String keyType;
    private final String jcaName;

    SignatureAlgorithm(String keyType, String jcaName) {
        this.keyType = keyType;
        this.jcaName = jcaName;
    }

    /**
     * Returns the algorithm of grants with this name, in upper or lower case.
     *
     * @throws IllegalArgumentException there is none
     */
    public static SignatureAlgorithm ofGrants(String name) {
        return OF_GRANTS.stream()
                .filter(algorithm -> algorithm.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    /** Returns the algorithm with which a key of this type, {@code RSA} or {@code EC}, signs a probe. */
    public static SignatureAlgorithm ofProbe(String keyType) {
        return keyType.equals(ES256.keyType) ? ES256 : RS256;
    }

    /** Returns whether this is a signature of the data by that key; verified in software. */
    public boolean verifies(PublicKey key, byte[] data, byte[] signature) {
        try {
            // The key, not its certificate: initVerify(Certificate) refuses seals, whose key usage is nonRepudiation
            // only.
            Signature verifier = Signature.getInstance(jcaName);
            verifier.initVerify(key);
            verifier.update(data);
            return verifier.verify(signature);
        } catch (GeneralSecurityException notOfThisKey) { // another kind of key, or of another length
            return false;
        }
    }

    /** Returns the type of its keys, as {@link java.security.Key#getAlgorithm()} names it. */
    public String keyType() {
        return keyType;
    }

    /** Returns the name for {@link java.security.Signature#getInstance(String)}. */
    public String jcaName() {
        return jcaName;
    }
}
