package no.portnokkel.hsm.pkcs11;

import java.security.SecureRandom;
import java.time.Duration;
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
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import no.portnokkel.hsm.settings.SignatureAlgorithm;

/**
 * One login to one token, with the keys that have been proven in it. It is used until the connection is lost and then
 * replaced by a new generation, since neither provider nor key handles become valid again. Thread safe.
 */
public final class Generation implements AutoCloseable {
    private final Connector.TokenLogin login;
    private final ProviderKeys keys;
    private final VendorProfile.SignatureCheck check;
    private final SecureRandom random;
    private final LongSupplier nanoClock;
    private final long startNanos;
    private final ExportabilityCheck exportabilityCheck;
    private final FaultIsolation isolation;
    private final FaultIsolation.Answers answers;
    private final Map<String, ProviderKey> proven = new ConcurrentHashMap<>();
    private final FirstProofs firstProofs;
    private final RejectedKeys rejected;

    Generation(
            Connector.TokenLogin login,
            FaultIsolation.Answers answers,
            VendorProfile.SignatureCheck check,
            SecureRandom random,
            LongSupplier nanoClock) {
        this.login = login;
        this.keys = login.keys();
        this.answers = answers;
        this.isolation = new FaultIsolation(login, answers, random);
        this.check = check;
        this.random = random;
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
        this.firstProofs = new FirstProofs(tokenLabel());
        this.rejected = new RejectedKeys(login, nanoClock);
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
        try {
            return keys.find(label);
        } catch (HsmException failed) {
            throw isolation.judge(label, failed, proven.values());
        }
    }

    /**
     * Returns an RSA key that has signed a probe, verified with its certificate in software. A key that was not found, did
     * not match or did not sign is tried again after 5 s at the earliest.
     *
     * @throws HsmException a {@link KeyFault}, or {@link DeviceFault.Unavailable} when no key signs
     */
    public ProviderKey key(String label) {
        return provenKey(label).requireFor(SignatureAlgorithm.RS256, tokenLabel());
    }

    /** Returns the RSA key if it has signed a probe. Does not call the device. */
    public Optional<ProviderKey> proven(String label) {
        return Optional.ofNullable(proven.get(label)).filter(key -> key.isFor(SignatureAlgorithm.RS256));
    }

    /**
     * Returns a key on the curve P-256 that has signed a probe and cannot leave the token.
     *
     * @throws HsmException {@link KeyFault.Exportable}, or what {@link #key} throws
     */
    public ProviderKey checkpointKey(String label) {
        return exportabilityCheck.require(provenKey(label).requireFor(SignatureAlgorithm.ES256, tokenLabel()));
    }

    /** Returns the key if it is known to be what {@link #checkpointKey} asks for. Does not call the device. */
    public Optional<ProviderKey> provenCheckpointKey(String label) {
        return Optional.ofNullable(proven.get(label))
                .filter(key -> key.isFor(SignatureAlgorithm.ES256) && exportabilityCheck.isNonExportable(key));
    }

    /** Returns a key of either type that has signed a probe. */
    private ProviderKey provenKey(String label) {
        ProviderKey known = proven.get(label);
        return known != null ? known : firstProofs.run(label, () -> firstProof(label));
    }

    /**
     * Signs, and verifies the signature in software unless the module does: a wrong RSA signature would not only be
     * refused, it can reveal the key.
     *
     * @param key from {@link #key} or {@link #nonExportableKey}; by now another key may have its label
     * @throws HsmException a {@link KeyFault}, or a {@link DeviceFault}: this generation is lost, since no key signs
     * @see <a href="https://doi.org/10.1007/3-540-69053-0_4">Boneh, DeMillo, Lipton: On the Importance of Checking
     *     Cryptographic Protocols for Faults (1997)</a>
     */
    public byte[] sign(ProviderKey key, byte[] data, SignatureAlgorithm algorithm) {
        byte[] signature = signOrIsolate(key, data, algorithm);
        if (check == VendorProfile.SignatureCheck.PORTNOKKEL && !key.hasSigned(data, algorithm, signature)) {
            throw new HsmException(wrongSignature());
        }
        return signature;
    }

    private byte[] signOrIsolate(ProviderKey key, byte[] data, SignatureAlgorithm algorithm) {
        try {
            return keys.sign(key.label(), key.handle(), data, algorithm);
        } catch (HsmException failed) {
            if (FaultIsolation.mayBeOfKey(failed.fault()) && isolation.loginSigns(key, algorithm, proven.values())) {
                return signAgain(key, data, algorithm);
            }
            throw failed;
        }
    }

    /** Another key signs in this login, so this one may have been replaced, or is at fault itself. */
    private byte[] signAgain(ProviderKey key, byte[] data, SignatureAlgorithm algorithm) {
        proven.remove(key.label(), key);
        ProviderKey present = provenKey(key.label());
        try {
            return keys.sign(present.label(), present.handle(), data, algorithm);
        } catch (HsmException failed) {
            throw isolation.unusable(present.label(), failed);
        }
    }

    /**
     * Tells that a call with this key hangs. If it is the key's first one in this login, the key is rejected until the call
     * returns, and {@link #faultOfHanging} tells whether it is at fault. Does not call the device.
     */
    public boolean rejectsHanging(String label) {
        return firstProofs.reject(label);
    }

    /** Returns the fault of a key that hangs; empty if no other key signs either. Calls the device. */
    public Optional<HsmFault> faultOfHanging(String label) {
        return isolation.anotherSigns(label, proven.values())
                ? Optional.of(firstProofs.fault(label))
                : Optional.empty();
    }

    /** Returns the fault of a login that made a wrong signature. */
    public DeviceFault wrongSignature() {
        return login.wrongSignature();
    }

    /** Returns whether this login existed that long ago; older signatures are from another one. */
    public boolean isOlderThan(Duration age) {
        return nanoClock.getAsLong() - startNanos >= age.toNanos();
    }

    /**
     * Lets a key of either type sign a probe.
     *
     * @throws HsmException a {@link KeyFault}, or {@link DeviceFault.Unavailable}
     */
    public void prove(String label) {
        login.prove(provenKey(label), random);
    }

    /**
     * Returns a proven key that cannot leave the token, by the attributes that the token shows.
     *
     * @throws HsmException {@link KeyFault.Exportable}, or what {@link #key} throws
     */
    public ProviderKey nonExportableKey(String label) {
        return exportabilityCheck.require(key(label));
    }

    /** Returns the key if it is known to be proven and non-exportable. Does not call the device. */
    public Optional<ProviderKey> provenNonExportable(String label) {
        return proven(label).filter(exportabilityCheck::isNonExportable);
    }

    /**
     * Checks whether the token has other certificates or keys under the labels of the proven ones; later callers get
     * the new ones. A key that does not match its certificate, or is missing at this moment, leaves the proven one in
     * use. If the list cannot be read, a probe decides whether the device works: one bad object is no outage. Reading it may
     * take long, and holds nobody up.
     *
     * @throws HsmException {@link DeviceFault}: no key signs, so this generation is lost
     */
    public void refreshCertificates() {
        try {
            keys.reload();
        } catch (HsmException unreadable) {
            keepAlive();
            return;
        }
        compareAll();
    }

    private synchronized void compareAll() {
        proven.values().forEach(this::compare);
    }

    private void compare(ProviderKey known) {
        try {
            ProviderKey present = keys.find(known.label());
            if (!present.chain().equals(known.chain())) {
                login.prove(present, random);
                proven.put(present.label(), present);
            }
        } catch (HsmException unfit) {
            requireFaultOfKey(known.label(), unfit);
        }
    }

    /** Lets one of the proven keys sign a probe, so that the device keeps its sessions open. */
    public void keepAlive() {
        proven.values().stream().findAny().ifPresent(key -> {
            try {
                login.prove(key, random);
            } catch (HsmException failed) {
                requireFaultOfKey(key.label(), failed);
                proven.remove(key.label(), key);
            }
        });
    }

    /** Requires that another key signs in this login, where one does not. */
    private void requireFaultOfKey(String label, HsmException failed) {
        HsmException judged = isolation.judge(label, failed, proven.values());
        if (!(judged.fault() instanceof KeyFault)) {
            throw judged;
        }
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

    private ProviderKey firstProof(String label) {
        ProviderKey known = proven.get(label);
        if (known != null) {
            return known;
        }
        rejected.requireRetry(label);
        try {
            ProviderKey key = findOrReload(label);
            login.prove(key, random);
            rejected.remove(label);
            proven.put(label, key);
            answers.signed(label);
            return key;
        } catch (HsmException failed) {
            HsmException judged = isolation.judge(label, failed, proven.values());
            rejected.add(label, judged.fault());
            throw judged;
        }
    }

    private ProviderKey findOrReload(String label) {
        try {
            return keys.find(label);
        } catch (HsmException missing) {
            boolean mayBeNew = missing.fault() instanceof KeyFault.NotFound
                    && !login.objectsOf(label).keys().isEmpty(); // a few calls, where the list may take hundreds
            if (!mayBeNew) {
                throw missing;
            }
            keys.reload();
            return keys.find(label);
        }
    }
}
