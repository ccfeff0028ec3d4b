package no.portnokkel.hsm.pkcs11;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import no.portnokkel.hsm.SignatureAlgorithm;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import no.portnokkel.hsm.pkcs11.profile.SignatureCheck;

/**
 * One login to one token, and the keys that have proved themselves in it. Lives until the device is lost; then the next
 * one takes its place, since neither provider nor keys come back to life. Safe for any number of threads.
 */
public final class Generation implements AutoCloseable {
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

    private final Connector.Opened opened;
    private final ProviderKeys keys;
    private final SignatureCheck check;
    private final ProvenKeys proofs;
    private final SecureRandom random;
    private final LongSupplier nanoClock;
    private final long since;
    private final ExportabilityCheck custody;
    private final Map<String, ProviderKey> proven = new ConcurrentHashMap<>();
    private final Map<String, Rejected> rejected = new HashMap<>();

    Generation(
            Connector.Opened opened,
            SignatureCheck check,
            ProvenKeys proofs,
            SecureRandom random,
            LongSupplier nanoClock) {
        this.opened = opened;
        this.keys = opened.keys();
        this.check = check;
        this.proofs = proofs;
        this.random = random;
        this.nanoClock = nanoClock;
        this.since = nanoClock.getAsLong();
        this.custody = new ExportabilityCheck(opened, nanoClock);
    }

    /**
     * Does something in this login, which does not end before.
     *
     * @throws HsmException {@link DeviceFault.Unavailable} when it has ended already
     */
    public <T> T during(Function<Generation, T> work) {
        return opened.module().during(() -> work.apply(this));
    }

    public String tokenLabel() {
        return keys.sunPkcs11().spokenToken();
    }

    /** Reads what the token holds now, by the C interface: attributes too. */
    public TokenObjects contents() {
        return opened.contents();
    }

    /** Whether any key has signed and was verified: the device was not only there, it worked. */
    public boolean hasSigned() {
        return !proven.isEmpty();
    }

    /** Labels of the keys that have a certificate, sorted. */
    public synchronized List<String> labels() {
        return keys.labels();
    }

    /**
     * Returns a key as it is stored, without a proof that it fits its certificate.
     *
     * @throws HsmException a {@link KeyFault}, or {@link DeviceFault.Unavailable}
     */
    public synchronized ProviderKey find(String label) {
        return keys.find(label);
    }

    /**
     * Returns a key that has signed a probe, verified with its certificate in software. A key that was not found or did
     * not fit is looked for again after 5 s at the earliest.
     *
     * @throws HsmException a {@link KeyFault}, or {@link DeviceFault.Unavailable}
     */
    public ProviderKey key(String label) {
        ProviderKey known = proven.get(label);
        return known != null ? known : firstProof(label);
    }

    /** The key, when it has signed a probe. Asks nothing of the device. */
    public Optional<ProviderKey> proven(String label) {
        return Optional.ofNullable(proven.get(label));
    }

    /**
     * Signs, and checks the signature in software unless the module does: a wrong one would not only be refused, it can
     * give away the key.
     *
     * @param key from {@link #key} or {@link #keptKey}, itself: another may lie under its label by now
     * @throws HsmException a {@link KeyFault}, or {@link DeviceFault.Unavailable}: this generation is lost
     * @see <a href="https://doi.org/10.1007/3-540-69053-0_4">Boneh, DeMillo, Lipton: On the Importance of Checking
     *     Cryptographic Protocols for Faults (1997)</a>
     */
    public byte[] sign(ProviderKey key, byte[] data, SignatureAlgorithm algorithm) {
        byte[] signature = keys.sign(key.label(), key.handle(), data, algorithm);
        if (check == SignatureCheck.OURS && !key.hasSigned(data, algorithm, signature)) {
            throw new HsmException(wrongSignature());
        }
        return signature;
    }

    /** What is the matter with this login when a signature of it was wrong. */
    public DeviceFault wrongSignature() {
        return new DeviceFault.Unavailable(tokenLabel(), "it made a wrong signature");
    }

    /** Whether this login was there so long ago. What is older came from another. */
    public boolean isOlderThan(Duration age) {
        return nanoClock.getAsLong() - since >= age.toNanos();
    }

    /**
     * Lets a proven key sign another probe.
     *
     * @throws HsmException a {@link KeyFault}, or {@link DeviceFault.Unavailable}
     */
    public void prove(String label) {
        prove(key(label));
    }

    /**
     * Returns a proven key that cannot leave the token, by the token's own word.
     *
     * @throws HsmException {@link KeyFault.Exportable}, or what {@link #key} throws
     */
    public ProviderKey keptKey(String label) {
        ProviderKey key = key(label);
        custody.require(key);
        return key;
    }

    /** The key, when it is known that it is proven and cannot leave. Asks nothing of the device. */
    public Optional<ProviderKey> kept(String label) {
        return proven(label).filter(custody::isKept);
    }

    /**
     * Looks whether other certificates, or other keys, lie where the proven ones were: who asks next gets what is there
     * now. What does not fit, or is not there at this moment, leaves the proven one in use.
     *
     * @throws HsmException {@link DeviceFault}: this generation may be lost
     */
    public synchronized void lookAgain() {
        keys.reload();
        proven.values().forEach(this::compare);
    }

    private void compare(ProviderKey known) {
        try {
            ProviderKey present = keys.find(known.label());
            if (!present.chain().equals(known.chain())) {
                prove(present);
                proven.put(present.label(), present);
            }
        } catch (HsmException unfit) {
            if (!(unfit.fault() instanceof KeyFault)) {
                throw unfit;
            }
        }
    }

    /** Lets one of the proven keys sign a probe, so that the device does not take its sessions for forgotten. */
    public void stayAwake() {
        proven.values().stream().findAny().ifPresent(this::prove);
    }

    /** Logs out. A device that is gone already is no error. */
    @Override
    public void close() {
        opened.logOut();
    }

    /** Logs out, likewise, when there will be no other generation: the module gives back what it holds. */
    public void end() {
        opened.end();
    }

    private synchronized ProviderKey firstProof(String label) {
        ProviderKey known = proven.get(label);
        if (known != null) {
            return known;
        }
        Rejected before = rejected.get(label);
        if (before != null) {
            if (nanoClock.getAsLong() - before.atNanos() < LOOK_AGAIN_NANOS) {
                throw new HsmException(before.fault());
            }
            keys.reload();
        }
        try {
            ProviderKey key = findOrReload(label);
            prove(key);
            rejected.remove(label);
            proven.put(label, key);
            return key;
        } catch (HsmException failed) {
            if (failed.fault() instanceof KeyFault) {
                rejected.put(label, new Rejected(failed.fault(), nanoClock.getAsLong()));
            }
            throw failed;
        }
    }

    private ProviderKey findOrReload(String label) {
        if (!keys.labels().contains(label)) {
            keys.reload();
        }
        return keys.find(label);
    }

    private void prove(ProviderKey key) {
        PublicKey certified = key.chain().get(0).getPublicKey();
        try {
            keys.prove(key, certified, random);
            proofs.passed(opened.module(), certified);
        } catch (HsmException failed) {
            boolean fittedBefore =
                    failed.fault() instanceof KeyFault.CertificateMismatch && proofs.havePassed(certified);
            throw fittedBefore ? new HsmException(wrongSignature()) : failed;
        }
    }

    private record Rejected(HsmFault fault, long atNanos) {}
}
