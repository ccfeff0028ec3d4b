package no.portnokkel.hsm;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;
import no.portnokkel.hsm.connection.CertificateRefresher;
import no.portnokkel.hsm.connection.ConnectFuture;
import no.portnokkel.hsm.connection.ConnectionManager;
import no.portnokkel.hsm.connection.ConnectionState;
import no.portnokkel.hsm.connection.KeepAlive;
import no.portnokkel.hsm.connection.NativeCallPool;
import no.portnokkel.hsm.connection.RestartPolicy;
import no.portnokkel.hsm.connection.SigningQueue;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.hsm.pin.InteractivePinSource;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.hsm.pin.PinFile;
import no.portnokkel.hsm.pin.PinSource;
import no.portnokkel.hsm.pkcs11.ConnectListener;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.pkcs11.ProviderKey;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;

/**
 * One device. Stays the same object while the device comes and goes; safe for any number of threads.
 *
 * <p>Two of them for one token, in one process or in two, do not disturb each other when they share a {@code data-dir}.
 */
public final class Hsm implements AutoCloseable {
    private final HsmSettings settings;
    private final InteractivePinSource interactivePin;
    private final Connector connector;
    private final NativeCallPool calls;
    private final ConnectionManager connectionManager;
    private final ConnectFuture connectFuture;
    private final SigningQueue signingQueue;
    private final KeepAlive keepAlive;
    private final CertificateRefresher certificateRefresher;
    private final RestartPolicy restartPolicy;
    private final Runnable afterClose;

    private Hsm(
            HsmSettings settings, ScheduledExecutorService background, LongSupplier nanoClock, Runnable afterClose) {
        String token = settings.token().displayName();
        this.settings = settings;
        this.afterClose = afterClose;
        this.interactivePin = new InteractivePinSource(settings.keyName("pin-file"), token, settings.pinRetention());
        this.connector = new Connector(settings, pins(), new SecureRandom(), nanoClock);
        this.calls = new NativeCallPool(token, settings.maxGenerations());
        this.connectionManager = new ConnectionManager(
                token, () -> connector.connect(ConnectListener.NONE), connector::abandon, calls, background, nanoClock);
        this.connectFuture = new ConnectFuture(token, connectionManager);
        this.signingQueue = new SigningQueue(settings, connectionManager, calls, background, nanoClock);
        this.keepAlive = new KeepAlive(settings.keepAlive(), connectionManager, signingQueue, background, nanoClock);
        this.certificateRefresher = new CertificateRefresher(connectionManager, signingQueue, background);
        this.restartPolicy = new RestartPolicy(token, connector::isFull, calls, connectionManager);
    }

    /**
     * Returns at once and connects in the background. Never throws for a device that is down: {@link #status()} tells.
     *
     * @param background runs short tasks, none of which calls the device; the caller's to shut down, after {@link #close()}
     * @param nanoClock monotonic, in nanoseconds, such as {@link System#nanoTime()}
     */
    public static Hsm start(HsmSettings settings, ScheduledExecutorService background, LongSupplier nanoClock) {
        Hsm hsm = new Hsm(settings, background, nanoClock, () -> {});
        hsm.connectionManager.reconnectNow();
        hsm.keepAlive.start();
        hsm.certificateRefresher.start();
        return hsm;
    }

    /**
     * Connects now, for a command line or a test. After that an outage is met as after {@link #start}.
     *
     * @throws HsmException what stood in the way
     */
    public static Hsm open(HsmSettings settings) {
        ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "portnokkel-hsm");
            thread.setDaemon(true);
            return thread;
        });
        Hsm hsm = new Hsm(settings, background, System::nanoTime, background::shutdownNow);
        try {
            hsm.connectFuture.connect(() -> {});
            hsm.keepAlive.start();
            hsm.certificateRefresher.start();
            return hsm;
        } catch (HsmException failed) {
            hsm.close();
            throw failed;
        }
    }

    /**
     * Returns a handle, without a look at the device.
     *
     * @param label the {@code CKA_LABEL} of the certificate beside the key
     */
    public SigningKey key(String label) {
        return new KeyInHsm(label, generation -> generation.proven(label), generation -> generation.key(label));
    }

    /**
     * Returns a handle to a key that is used only while the token says that it cannot leave: sensitive, and not
     * extractable. Else chain and signature end in {@link KeyFault.Exportable}.
     *
     * @param label as for {@link #key}
     */
    public SigningKey nonExportableKey(String label) {
        return new KeyInHsm(
                label,
                generation -> generation.provenNonExportable(label),
                generation -> generation.nonExportableKey(label));
    }

    /** How the device is doing, by what is known: nothing is asked of it. */
    public HsmStatus status() {
        ConnectionState state = connectionManager.state();
        Optional<HsmFault> fault = restartPolicy.reason().or(state::fault);
        return new HsmStatus(
                fault.map(Hsm::state).orElseGet(() -> state(state)),
                settings.profile(),
                state.generation().map(Generation::tokenLabel).orElseGet(settings.token()::displayName),
                state.number(),
                fault);
    }

    /** Whether a person has to type the PIN, since no file is named. */
    public boolean isUnlockedInteractively() {
        return settings.pinFile().isEmpty();
    }

    /**
     * Logs in with a PIN that a person has typed, and returns when that is done; at once when the device is ready
     * already, and then the PIN was not looked at. One that is not accepted is wiped, and not tried again.
     *
     * @param pin closed here
     * @throws HsmException what stood in the way
     * @throws IllegalStateException a PIN file is named: see {@link #isUnlockedInteractively()}
     */
    public void unlock(Pin pin) {
        try (pin) {
            if (!isUnlockedInteractively()) {
                throw new IllegalStateException(settings.keyName("pin-file") + " is set.");
            }
            connectFuture.connect(() -> interactivePin.provide(pin));
        } catch (HsmException failed) {
            interactivePin.wipe();
            throw failed;
        }
    }

    /** Logs out and ends the attempts to connect. Keys of this device answer with a fault from now on. */
    @Override
    public void close() {
        keepAlive.close();
        certificateRefresher.close();
        connectionManager.close();
        calls.close();
        connector.close();
        interactivePin.wipe();
        afterClose.run();
    }

    private PinSource pins() {
        Optional<PinSource> file = settings.pinFile().map(path -> new PinFile(settings.keyName("pin-file"), path));
        return file.orElse(interactivePin);
    }

    private static HsmState state(ConnectionState state) {
        return state.generation().isPresent() ? HsmState.READY : HsmState.RECOVERING;
    }

    private static HsmState state(HsmFault fault) {
        if (fault instanceof DeviceFault.Failed) {
            return HsmState.FAILED;
        }
        if (fault instanceof PinFault.NotUnlocked) {
            return HsmState.LOCKED;
        }
        return fault.isTransient() ? HsmState.RECOVERING : HsmState.NEEDS_PERSON;
    }

    private final class KeyInHsm implements SigningKey {
        private final String label;
        private final Function<Generation, Optional<ProviderKey>> known;
        private final Function<Generation, ProviderKey> proof;

        KeyInHsm(
                String label,
                Function<Generation, Optional<ProviderKey>> known,
                Function<Generation, ProviderKey> proof) {
            this.label = label;
            this.known = known;
            this.proof = proof;
        }

        @Override
        public String label() {
            return label;
        }

        @Override
        public List<X509Certificate> chain() {
            return stored().chain();
        }

        @Override
        public byte[] sign(byte[] data, SignatureAlgorithm algorithm) {
            return signingQueue.execute(generation -> generation.sign(proof.apply(generation), data, algorithm));
        }

        @Override
        public boolean reportInvalidSignature(
                byte[] data, SignatureAlgorithm algorithm, byte[] signature, Duration age) {
            boolean wrong = !stored().hasSigned(data, algorithm, signature);
            if (wrong) {
                connectionManager.reportInvalidSignature(age);
            }
            return wrong;
        }

        private ProviderKey stored() {
            return connectionManager
                    .state()
                    .generation()
                    .flatMap(known) // nothing is asked of the device
                    .orElseGet(() -> signingQueue.execute(proof));
        }
    }
}
