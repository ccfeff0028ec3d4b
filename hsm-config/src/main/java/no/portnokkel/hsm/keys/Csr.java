package no.portnokkel.hsm.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;
import java.util.function.UnaryOperator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A certificate request (PKCS #10) that the key in the HSM has signed.
 *
 * @param subject formatted for people
 * @param pem for the issuer; ends with a line break
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2986">RFC 2986</a>
 */
public record Csr(String subject, String pem) {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    static PKCS10CertificationRequest sign(CsrSubject subject, PublicKey key, UnaryOperator<byte[]> signer) {
        return new JcaPKCS10CertificationRequestBuilder(subject.toX500Name(), key).build(new HsmContentSigner(signer));
    }

    static boolean isSignedBy(PublicKey key, PKCS10CertificationRequest request) {
        try {
            return request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
        } catch (OperatorCreationException | PKCSException notOfThisKey) {
            return false;
        }
    }

    static Csr of(PKCS10CertificationRequest request) {
        try {
            String body = LINES.encodeToString(request.getEncoded());
            return new Csr(
                    request.getSubject().toString(),
                    "-----BEGIN CERTIFICATE REQUEST-----\n" + body + "\n-----END CERTIFICATE REQUEST-----\n");
        } catch (IOException impossible) { // it was encoded before, when it was signed
            throw new IllegalStateException("A new certificate request cannot be encoded.", impossible);
        }
    }
}
