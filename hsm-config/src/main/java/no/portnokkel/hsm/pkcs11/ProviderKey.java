package no.portnokkel.hsm.pkcs11;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import no.portnokkel.hsm.SignatureAlgorithm;

/** A key of one generation, with the certificates beside it. Of the private key only the handle is here. */
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

    /** Leaf first; at least the leaf. Not proven to belong to the key before {@link Generation#key} has returned it. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** Whether this is a signature of the data by the key that the leaf certifies; checked in software. */
    public boolean hasSigned(byte[] data, SignatureAlgorithm algorithm, byte[] signature) {
        return ProviderKeys.verifies(chain.get(0).getPublicKey(), algorithm, data, signature);
    }

    PrivateKey handle() {
        return handle;
    }
}
