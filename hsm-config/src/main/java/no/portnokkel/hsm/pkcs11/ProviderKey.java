package no.portnokkel.hsm.pkcs11;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import no.portnokkel.hsm.settings.SignatureAlgorithm;

/** A key of one generation with its certificates. Holds only a handle of the private key. */
public final class ProviderKey {
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
        return ProviderKeys.verifies(chain.get(0).getPublicKey(), algorithm, data, signature);
    }

    PrivateKey handle() {
        return handle;
    }
}
