package no.portnokkel.control.register;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.HsmState;
import no.portnokkel.hsm.HsmStatus;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.hsm.pkcs11.cryptoki.CryptokiKey;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects.StoredCertificate;
import no.portnokkel.hsm.register.KeyUse;

/** The devices of a server, without devices: they are away when a test says so, and count how often they are read. */
final class FakeDevices implements RegisterRuntime {
    /** Ends on 2029-11-29. */
    static final X509Certificate CERTIFICATE = read();

    final List<KeyUse> uses = new ArrayList<>();
    final Set<String> activeKeys = new HashSet<>();
    boolean isBroken;
    private final Map<String, FakeHsm> inUse = new HashMap<>();
    private final Map<String, FakeHsm> all = new HashMap<>();

    /** Adds a device that an environment has needed. */
    FakeHsm isInUse(String name, String token) {
        FakeHsm hsm = configured(name, token);
        inUse.put(name, hsm);
        return hsm;
    }

    /** Adds a device that nobody has needed yet. */
    FakeHsm configured(String name, String token) {
        FakeHsm hsm = new FakeHsm(token);
        all.put(name, hsm);
        return hsm;
    }

    @Override
    public Map<String, Hsm> devicesInUse() {
        return Map.copyOf(inUse);
    }

    @Override
    public Map<String, Hsm> devices() {
        return Map.copyOf(all);
    }

    @Override
    public List<KeyUse> keyUses(String device) {
        if (isBroken) {
            throw new IllegalStateException("broken");
        }
        return device.isEmpty() ? uses : List.of();
    }

    @Override
    public boolean isRequested(PublicKey key) {
        return false;
    }

    @Override
    public boolean isActiveKey(String device, String label) {
        return device.isEmpty() && activeKeys.contains(label);
    }

    private static X509Certificate read() {
        try (InputStream pem = Objects.requireNonNull(FakeDevices.class.getResourceAsStream("seal.pem"))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (CertificateException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** A device. */
    static final class FakeHsm implements Hsm {
        private final String token;
        private final List<CryptokiKey> keys = new ArrayList<>();
        private final List<StoredCertificate> certificates = new ArrayList<>();
        final List<String> defects = new ArrayList<>();
        private Optional<HsmFault> fault = Optional.empty();
        int readings;
        boolean isListing;

        FakeHsm(String token) {
            this.token = token;
        }

        /** Adds a key with {@link #CERTIFICATE}. */
        FakeHsm holds(String label) {
            String id = Integer.toHexString(label.hashCode());
            BigInteger modulus = ((RSAPublicKey) CERTIFICATE.getPublicKey()).getModulus();
            keys.add(new CryptokiKey(label, id, "RSA", Optional.of(modulus), false, Map.of(), Map.of(), Map.of()));
            certificates.add(new StoredCertificate(label, id, CERTIFICATE));
            return this;
        }

        void loses(String label) {
            keys.removeIf(key -> key.label().equals(label));
            certificates.removeIf(one -> one.label().equals(label));
        }

        void isAway() {
            fault = Optional.of(new DeviceFault.Unavailable(token, "CKR_DEVICE_REMOVED"));
        }

        @Override
        public HsmStatus status() {
            HsmState state = fault.isEmpty() ? HsmState.READY : HsmState.RECOVERING;
            return new HsmStatus(state, "softhsm2", token, 1, fault);
        }

        @Override
        public boolean listObjects(Consumer<TokenObjects> receiver) {
            if (isListing) {
                return false;
            }
            readings++;
            receiver.accept(new TokenObjects(keys, certificates, defects));
            return true;
        }

        @Override
        public SigningKey key(String label) {
            throw new UnsupportedOperationException(label);
        }

        @Override
        public SigningKey nonExportableKey(String label) {
            throw new UnsupportedOperationException(label);
        }

        @Override
        public SigningKey checkpointKey(String label) {
            throw new UnsupportedOperationException(label);
        }

        @Override
        public void checkCertificates() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isUnlockedInteractively() {
            return false;
        }

        @Override
        public void unlock(Pin pin) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }
    }
}
