package no.portnokkel.maskinporten.endpoint;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.maskinporten.Grant;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.ClientSettings.X5c;

/**
 * Signs grants with the client's key in the HSM, as a compact JWS (RFC 7515). The header has {@code alg} and either {@code kid},
 * for a client with a registered key, or {@code x5c}.
 */
final class GrantSigner {
    private final SigningKey key;
    private final SignatureAlgorithm algorithm;
    private final JWSHeader header;

    private GrantSigner(SigningKey key, SignatureAlgorithm algorithm, JWSHeader header) {
        this.key = key;
        this.algorithm = algorithm;
        this.header = header;
    }

    /** @throws no.portnokkel.hsm.fault.HsmException if the certificates cannot be read */
    static GrantSigner of(ClientSettings client, SigningKey key) {
        JWSAlgorithm alg = JWSAlgorithm.parse(client.algorithm().name());
        JWSHeader.Builder header = new JWSHeader.Builder(alg);
        if (client.kid().isPresent()) {
            header.keyID(client.kid().get());
        } else {
            header.x509CertChain(encoded(key.chain(), client.x5c()));
        }
        return new GrantSigner(key, client.algorithm(), encodedOnce(header.build()));
    }

    /** Returns the header with its encoded form, so that the certificates are not encoded again for each grant. */
    private static JWSHeader encodedOnce(JWSHeader header) {
        try {
            return JWSHeader.parse(header.toBase64URL());
        } catch (ParseException impossible) {
            throw new IllegalStateException("An encoded header cannot be parsed", impossible);
        }
    }

    private static List<Base64> encoded(List<X509Certificate> chain, X5c x5c) {
        List<Base64> encoded = new ArrayList<>();
        for (X509Certificate certificate : x5c == X5c.LEAF ? chain.subList(0, 1) : chain) {
            boolean root = certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
            if (!root || encoded.isEmpty()) {
                try {
                    encoded.add(Base64.encode(certificate.getEncoded()));
                } catch (CertificateEncodingException broken) {
                    throw new IllegalStateException("A certificate cannot be encoded", broken);
                }
            }
        }
        return encoded;
    }

    /** @throws no.portnokkel.hsm.fault.HsmException if the HSM does not sign */
    String sign(Grant grant) {
        byte[] signingInput = new JWSObject(header, new Payload(grant.claims())).getSigningInput();
        // not with JWSObject.sign, which would wrap HsmException
        Base64URL signature = Base64URL.encode(key.sign(signingInput, algorithm));
        return new String(signingInput, StandardCharsets.US_ASCII) + "." + signature;
    }

    /**
     * Verifies the signature of a grant that was refused. If it is invalid, the HSM connection that made it is replaced.
     *
     * @param age the time since the grant was signed
     * @return whether the signature is invalid
     * @throws no.portnokkel.hsm.fault.HsmException if the certificate cannot be read
     */
    boolean reportInvalidSignature(String assertion, Duration age) {
        int dot = assertion.lastIndexOf('.');
        byte[] signingInput = assertion.substring(0, dot).getBytes(StandardCharsets.US_ASCII);
        byte[] signature = new Base64URL(assertion.substring(dot + 1)).decode();
        return key.reportInvalidSignature(signingInput, algorithm, signature, age);
    }
}
