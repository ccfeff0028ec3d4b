package no.portnokkel.hsm.connection;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.pkcs11.ProviderKey;
import no.portnokkel.hsm.settings.SignatureAlgorithm;

/** A key by its label, in whichever generation is current. */
final class KeyHandle implements SigningKey {
    private final GenerationHolder holder;
    private final SigningQueue signingQueue;
    private final ConnectionManager connectionManager;
    private final String label;
    private final Function<Generation, Optional<ProviderKey>> known;
    private final Function<Generation, ProviderKey> prove;
    private final Consumer<PublicKey> signed;

    /**
     * Creates a handle.
     *
     * @param known returns the key of a generation without a call to the device
     * @param prove returns the proven key of a generation
     * @param signed receives the public key after each signature
     */
    KeyHandle(
            GenerationHolder holder,
            SigningQueue signingQueue,
            ConnectionManager connectionManager,
            String label,
            Function<Generation, Optional<ProviderKey>> known,
            Function<Generation, ProviderKey> prove,
            Consumer<PublicKey> signed) {
        this.holder = holder;
        this.signingQueue = signingQueue;
        this.connectionManager = connectionManager;
        this.label = label;
        this.known = known;
        this.prove = prove;
        this.signed = signed;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public List<X509Certificate> chain() {
        return providerKey().chain();
    }

    @Override
    public byte[] sign(byte[] data, SignatureAlgorithm algorithm) {
        return signingQueue.execute(label, generation -> {
            ProviderKey key = prove.apply(generation);
            byte[] signature = generation.sign(key, data, algorithm);
            signed.accept(key.chain().get(0).getPublicKey());
            return signature;
        });
    }

    @Override
    public boolean reportInvalidSignature(byte[] data, SignatureAlgorithm algorithm, byte[] signature, Duration age) {
        // before the check, which may wait for the next generation: that one has not made this signature
        Optional<Generation> signedIn = holder.state().generation().filter(generation -> generation.isOlderThan(age));
        boolean wrong = !providerKey().hasSigned(data, algorithm, signature);
        if (wrong) {
            signedIn.ifPresent(connectionManager::reportInvalidSignature);
        }
        return wrong;
    }

    private ProviderKey providerKey() {
        return holder.state()
                .generation()
                .flatMap(known) // without a call to the device
                .orElseGet(() -> signingQueue.execute(label, prove));
    }
}
