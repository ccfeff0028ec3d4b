package no.portnokkel.hsm.keys;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.function.UnaryOperator;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;

/** Lets Bouncy Castle's builders sign in the HSM without access to a provider or key. For one signature. */
final class HsmContentSigner implements ContentSigner {
    private final SignatureAlgorithm algorithm;
    private final UnaryOperator<byte[]> signer;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    /** @param signer signs data by the algorithm */
    HsmContentSigner(SignatureAlgorithm algorithm, UnaryOperator<byte[]> signer) {
        this.algorithm = algorithm;
        this.signer = signer;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return new DefaultSignatureAlgorithmIdentifierFinder().find(algorithm.jcaName());
    }

    @Override
    public OutputStream getOutputStream() {
        return content;
    }

    @Override
    public byte[] getSignature() {
        return signer.apply(content.toByteArray());
    }
}
