package no.portnokkel.hsm.pkcs11;

import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.settings.SignatureAlgorithm;

/** A key of one generation with its certificates. Holds only a handle of the private key. */
public final class ProviderKey {
    private static final int CURVE_BITS = 256;

    private final String label;
    private final List<X509Certificate> chain;
    private final PrivateKey handle;

    ProviderKey(String label, List<X509Certificate> chain, PrivateKey handle) {
        this.label = label;
        this.chain = List.copyOf(chain);
        this.handle = handle;
    }

    public String label() {
        return label;
    }

    /**
     * Returns the chain, leaf first; at least the leaf. Not proven to match the key unless it is from {@link
     * Generation#key}.
     */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** Returns whether this is a signature of the data by the certified key; verified in software. */
    public boolean hasSigned(byte[] data, SignatureAlgorithm algorithm, byte[] signature) {
        return algorithm.verifies(chain.get(0).getPublicKey(), data, signature);
    }

    /** Returns the algorithm with which the key signs a probe; by {@link SignatureAlgorithm#ES256} also checkpoints. */
    public SignatureAlgorithm probeAlgorithm() {
        return SignatureAlgorithm.ofProbe(handle.getAlgorithm());
    }

    /** Returns whether the key is for signatures by this algorithm. */
    boolean isFor(SignatureAlgorithm algorithm) {
        return handle.getAlgorithm().equals(algorithm.keyType());
    }

    /**
     * Returns the key if it is for signatures by this algorithm.
     *
     * @param token for messages
     * @throws HsmException {@link KeyFault.NotUsable}
     */
    ProviderKey requireFor(SignatureAlgorithm algorithm, String token) {
        if (!isFor(algorithm)) {
            throw new HsmException(new KeyFault.NotUsable(label, token, handle.getAlgorithm()));
        }
        return this;
    }

    /** Returns whether we sign with such keys: RSA for grants, and EC on a curve of 256 bits for checkpoints. */
    static boolean isSupported(PrivateKey handle, Certificate certificate) {
        return switch (handle.getAlgorithm()) {
            case "RSA" -> true;
            case "EC" ->
                certificate.getPublicKey() instanceof ECPublicKey key
                        && key.getParams().getCurve().getField().getFieldSize() == CURVE_BITS;
            default -> false;
        };
    }

    PrivateKey handle() {
        return handle;
    }
}
