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
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import no.portnokkel.hsm.settings.SignatureAlgorithm;

/**
 * One login to one token, with the keys that have been proven in it. It is used until the connection is lost and then
 * replaced by a new generation, since neither provider nor key handles become valid again. Thread safe.
 */
public final class Generation implements AutoCloseable {
    private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();

    private final Connector.TokenLogin login;
    private final ProviderKeys keys;
    private final VendorProfile.SignatureCheck check;
    private final SecureRandom random;
    private final LongSupplier nanoClock;
    private final long startNanos;
    private final ExportabilityCheck exportabilityCheck;
    private final Map<String, ProviderKey> proven = new ConcurrentHashMap<>();
    private final Map<String, Rejected> rejected = new HashMap<>();

    Generation(
            Connector.TokenLogin login,
            VendorProfile.SignatureCheck check,
            SecureRandom random,
            LongSupplier nanoClock) {
        this.login = login;
        this.keys = login.keys();
        this.check = check;
        this.random = random;
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
        this.exportabilityCheck = new ExportabilityCheck(login, nanoClock);
    }

    /**
     * Runs work in this login; the module is not finalised meanwhile.
     *
     * @throws HsmException {@link DeviceFault.Unavailable} when the login has ended already
     */
    public <T> T during(Function<Generation, T> work) {
        return login.module().during(() -> work.apply(this));
    }

    public String tokenLabel() {
        return keys.sunPkcs11().tokenLabel();
    }

    /** Reads all objects of the token with their attributes, through the C interface. */
    public TokenObjects objects() {
        return login.objects();
    }

    /** Returns whether any key has signed and was verified: then the device worked, it was not only present. */
    public boolean hasSigned() {
        return !proven.isEmpty();
    }

    /** Returns the labels of the keys that have a certificate, sorted. */
    public synchronized List<String> labels() {
        return keys.labels();
    }

    /**
     * Returns a key as stored, without a proof that it matches its certificate.
     *
     * @throws HsmException a {@link KeyFault}, or {@link DeviceFault.Unavailable}
     */
    public synchronized ProviderKey find(String label) {
        return keys.find(label);
    }

    /**
     * Returns a key that has signed a probe, verified with its certificate in software. A key that was not found or
     * did not match is searched for again after 5 s at the earliest.
     *
     * @throws HsmException a {@link KeyFault}, or {@link DeviceFault.Unavailable}
     */
    public ProviderKey key(String label) {
        ProviderKey known = proven.get(label);
        return known != null ? known : firstProof(label);
    }

    /** Returns the key if it has signed a probe. Does not call the device. */
    public Optional<ProviderKey> proven(String label) {
        return Optional.ofNullable(proven.get(label));
    }

    /**
     * Signs, and verifies the signature in software unless the module does: a wrong RSA signature would not only be
     * refused, it can reveal the key.
     *
     * @param key from {@link #key} or {@link #nonExportableKey}; by now another key may have its label
     * @throws HsmException a {@link KeyFault}, or {@link DeviceFault.Unavailable}: this generation is lost
     * @see <a href="https://doi.org/10.1007/3-540-69053-0_4">Boneh, DeMillo, Lipton: On the Importance of Checking
     *     Cryptographic Protocols for Faults (1997)</a>
     */
    public byte[] sign(ProviderKey key, byte[] data, SignatureAlgorithm algorithm) {
        byte[] signature = keys.sign(key.label(), key.handle(), data, algorithm);
        if (check == VendorProfile.SignatureCheck.PORTNOKKEL && !key.hasSigned(data, algorithm, signature)) {
            throw new HsmException(wrongSignature());
        }
        return signature;
    }

    /** Returns the fault of a login that made a wrong signature. */
    public DeviceFault wrongSignature() {
        return new DeviceFault.Unavailable(tokenLabel(), Reason.WRONG_SIGNATURE.id());
    }

    /** Returns whether this login existed that long ago; older signatures are from another one. */
    public boolean isOlderThan(Duration age) {
        return nanoClock.getAsLong() - startNanos >= age.toNanos();
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
     * Returns a proven key that cannot leave the token, by the attributes that the token shows.
     *
     * @throws HsmException {@link KeyFault.Exportable}, or what {@link #key} throws
     */
    public ProviderKey nonExportableKey(String label) {
        ProviderKey key = key(label);
        exportabilityCheck.require(key);
        return key;
    }

    /** Returns the key if it is known to be proven and non-exportable. Does not call the device. */
    public Optional<ProviderKey> provenNonExportable(String label) {
        return proven(label).filter(exportabilityCheck::isNonExportable);
    }

    /**
     * Checks whether the token has other certificates or keys under the labels of the proven ones; later callers get
     * the new ones. A key that does not match its certificate, or is missing at this moment, leaves the proven one in
     * use.
     *
     * @throws HsmException {@link DeviceFault}: this generation may be lost
     */
    public synchronized void refreshCertificates() {
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

    /** Lets one of the proven keys sign a probe, so that the device keeps its sessions open. */
    public void keepAlive() {
        proven.values().stream().findAny().ifPresent(this::prove);
    }

    /** Logs out. Does nothing when the device is gone already. */
    @Override
    public void close() {
        login.logOut();
    }

    /** Logs out as {@link #close()} does, and finalises the module: no other generation follows. */
    public void dispose() {
        login.dispose();
    }

    private synchronized ProviderKey firstProof(String label) {
        ProviderKey known = proven.get(label);
        if (known != null) {
            return known;
        }
        Rejected before = rejected.get(label);
        if (before != null) {
            if (nanoClock.getAsLong() - before.atNanos() < RETRY_NANOS) {
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
            login.moduleLoader().markProven(login.module(), certified);
        } catch (HsmException failed) {
            boolean fittedBefore = failed.fault() instanceof KeyFault.CertificateMismatch
                    && login.moduleLoader().isProven(certified);
            throw fittedBefore ? new HsmException(wrongSignature()) : failed;
        }
    }

    private record Rejected(HsmFault fault, long atNanos) {}
}
