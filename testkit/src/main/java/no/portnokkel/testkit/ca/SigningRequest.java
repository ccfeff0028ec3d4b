package no.portnokkel.testkit.ca;

import java.io.IOException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/**
 * A certificate signing request (PKCS #10) with a verified signature.
 *
 * @param key public key to certify
 * @param name O of the subject
 * @param organisationNumber nine digits; empty when the subject has none
 */
public record SigningRequest(PublicKey key, String name, Optional<String> organisationNumber) {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN CERTIFICATE REQUEST-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE REQUEST-----");

    /**
     * Reads a request and verifies its signature.
     *
     * @throws IllegalArgumentException it is malformed, not signed by its own key, or names no organisation
     */
    public static SigningRequest read(String pem) {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException("There is no certificate request in PEM.");
        }
        try {
            PKCS10CertificationRequest request =
                    new PKCS10CertificationRequest(Base64.getMimeDecoder().decode(block.group(1)));
            if (!request.isSignatureValid(
                    new JcaContentVerifierProviderBuilder().build(request.getSubjectPublicKeyInfo()))) {
                throw new IllegalArgumentException("The request is not signed by the key that it names.");
            }
            return of(request);
        } catch (IOException | OperatorCreationException | PKCSException damaged) {
            throw new IllegalArgumentException("The certificate request is damaged.", damaged);
        }
    }

    private static SigningRequest of(PKCS10CertificationRequest request) throws IOException {
        RDN[] organisations = request.getSubject().getRDNs(BCStyle.O);
        if (organisations.length == 0) {
            throw new IllegalArgumentException("The subject has no organisation (O): " + request.getSubject());
        }
        return new SigningRequest(
                new JcaPEMKeyConverter().getPublicKey(request.getSubjectPublicKeyInfo()),
                organisations[0].getFirst().getValue().toString(),
                OrganisationCertificate.ownerOf(request.getSubject()));
    }
}
