package no.portnokkel.testkit.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.OrganisationCertificate.Usage;
import no.portnokkel.testkit.ca.TestAuthority;

/**
 * The key that signs tokens, with a certificate like Digdir's.
 *
 * @param jwk with the private key, which {@code toString} does not show
 */
record IssuerKey(RSAKey jwk) {

    private static final int KEY_BITS = 2048; // Maskinporten has 4096, which takes too long to generate in a test
    private static final String DIGDIR = "991825827";

    /** Generates a new key, which takes some tenths of a second. */
    public static IssuerKey create(TestAuthority authority, Clock clock, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS, random);
            KeyPair keys = generator.generateKeyPair();
            OrganisationCertificate seal = OrganisationCertificate.seal(
                            DIGDIR, "Not Digitaliseringsdirektoratet", clock)
                    .with(Usage.AUTHENTICATION);
            return new IssuerKey(new RSAKey.Builder((RSAPublicKey) keys.getPublic())
                    .privateKey(keys.getPrivate())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .x509CertChain(encoded(authority.certify(keys.getPublic(), seal)))
                    .keyIDFromThumbprint()
                    .build());
        } catch (NoSuchAlgorithmException | JOSEException missing) {
            throw new IllegalStateException("Every JDK has RSA and SHA-256.", missing);
        }
    }

    @Override
    public String toString() {
        return "IssuerKey " + jwk.getKeyID();
    }

    private static List<Base64> encoded(List<X509Certificate> chain) {
        List<Base64> encoded = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            try {
                encoded.add(Base64.encode(certificate.getEncoded()));
            } catch (CertificateEncodingException damaged) {
                throw new IllegalStateException("A certificate cannot be encoded.", damaged);
            }
        }
        return encoded;
    }
}
