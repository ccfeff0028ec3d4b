package no.portnokkel.hsm.software;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.settings.SignatureAlgorithm;

/**
 * A key by its label, in whichever version of the file is current.
 *
 * @param current returns the key of the current version; throws {@link no.portnokkel.hsm.fault.HsmException}
 */
record SoftwareKey(String label, Supplier<Keystore.Entry> current) implements SigningKey {
    @Override
    public List<X509Certificate> chain() {
        return current.get().chain();
    }

    @Override
    public byte[] sign(byte[] data, SignatureAlgorithm algorithm) {
        return current.get().sign(data, algorithm);
    }

    /** Changes nothing: the same file would make the same signature. */
    @Override
    public boolean reportInvalidSignature(byte[] data, SignatureAlgorithm algorithm, byte[] signature, Duration age) {
        return !current.get().hasSigned(data, algorithm, signature);
    }
}
