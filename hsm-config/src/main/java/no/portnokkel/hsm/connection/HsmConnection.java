package no.portnokkel.hsm.connection;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.HsmListener;
import no.portnokkel.hsm.HsmState;
import no.portnokkel.hsm.HsmStatus;
import no.portnokkel.hsm.LastSignatures;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.pin.InteractivePinSource;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.hsm.pin.PinFile;
import no.portnokkel.hsm.pin.PinSource;
import no.portnokkel.hsm.pkcs11.ConnectionCheck;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.pkcs11.ProviderKey;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import no.portnokkel.hsm.settings.HsmSettings;

/** An {@link Hsm} that restores its connection by itself: puts the parts of this package together. */
public final class HsmConnection implements Hsm {
    private static final Duration RESTART_AFTER = Duration.ofMinutes(5);

    private final HsmSettings settings;
    private final InteractivePinSource interactivePin;
    private final Connector connector;
    private final NativeCallPool calls;
    private final GenerationHolder holder;
    private final ConnectionManager connectionManager;
    private final SigningQueue signingQueue;
    private final ConnectionMaintenance maintenance;
    private final LastSignatures lastSignatures;
    private final Consumer<PublicKey> signed;
    private final Runnable afterClose;

    private HsmConnection(
            HsmSettings settings,
            AbandonableExecutor abandonableTasks,
            ScheduledExecutorService background,
            LongSupplier nanoClock,
            Runnable afterClose) {
        String token = settings.token().displayName();
        this.settings = settings;
        this.afterClose = afterClose;
        this.interactivePin = new InteractivePinSource(settings.keyName("pin-file"), token, settings.pinRetention());
        this.connector = new Connector(settings, pins(), new SecureRandom(), nanoClock);
        this.calls = new NativeCallPool(token, settings.maxGenerations());
        this.holder = new GenerationHolder(token, nanoClock);
        this.connectionManager = new ConnectionManager(
                token,
                holder,
                () -> connector.connect(ConnectionCheck.Listener.NONE),
                connector::abandon,
                calls,
                background,
                nanoClock);
        this.signingQueue = new SigningQueue(
                settings,
                holder,
                connectionManager,
                longestCall -> new NativeCallDispatcher(
                        token,
                        connectionManager,
                        calls,
                        abandonableTasks,
                        new TaskScheduler(background),
                        nanoClock,
                        longestCall),
                nanoClock);
        this.lastSignatures = new LastSignatures(settings.dataDir(), InstantSource.system());
        this.signed = key -> lastSignatures.note(key, background);
        this.maintenance = new ConnectionMaintenance(settings.keepAlive(), holder, signingQueue, background, nanoClock);
    }

    /**
     * Returns at once and connects in the background. Never throws for a device that is down: see {@link #status()}.
     *
     * @param abandonableTasks signatures of its tasks run on their own threads
     * @param background runs short tasks, none of which calls the device; shut down by its owner, after {@link #close()}
     * @param nanoClock monotonic, in nanoseconds, such as {@link System#nanoTime()}
     */
    public static Hsm start(
            HsmSettings settings,
            AbandonableExecutor abandonableTasks,
            ScheduledExecutorService background,
            LongSupplier nanoClock,
            HsmListener listener) {
        HsmConnection hsm = new HsmConnection(settings, abandonableTasks, background, nanoClock, () -> {});
        hsm.holder.listen(listener);
        hsm.connectionManager.reconnectNow();
        hsm.maintenance.start();
        return hsm;
    }

    /** Returns at once and connects in the background; every signature runs on a thread of the connection. */
    public static Hsm start(HsmSettings settings, ScheduledExecutorService background, LongSupplier nanoClock) {
        return start(settings, withoutTasks(), background, nanoClock, HsmListener.NONE);
    }

    /**
     * Connects now, for a command line or a test. Later outages are handled as after {@link #start}.
     *
     * @throws HsmException why there is no connection
     */
    public static Hsm open(HsmSettings settings) {
        return open(settings, withoutTasks());
    }

    /**
     * Connects now; signatures of the executor's tasks run on their own threads.
     *
     * @throws HsmException why there is no connection
     */
    public static Hsm open(HsmSettings settings, AbandonableExecutor abandonableTasks) {
        ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "portnokkel-hsm");
            thread.setDaemon(true);
            return thread;
        });
        HsmConnection hsm =
                new HsmConnection(settings, abandonableTasks, background, System::nanoTime, background::shutdownNow);
        try {
            hsm.connectionManager.connect(() -> {});
            hsm.maintenance.start();
            return hsm;
        } catch (HsmException failed) {
            hsm.close();
            throw failed;
        }
    }

    private static AbandonableExecutor withoutTasks() {
        return new AbandonableExecutor(Runnable::run, 1);
    }

    @Override
    public SigningKey key(String label) {
        return handle(label, generation -> generation.proven(label), generation -> generation.key(label));
    }

    @Override
    public SigningKey nonExportableKey(String label) {
        return handle(
                label,
                generation -> generation.provenNonExportable(label),
                generation -> generation.nonExportableKey(label));
    }

    @Override
    public SigningKey checkpointKey(String label) {
        return handle(
                label,
                generation -> generation.provenCheckpointKey(label),
                generation -> generation.checkpointKey(label));
    }

    private SigningKey handle(
            String label, Function<Generation, Optional<ProviderKey>> known, Function<Generation, ProviderKey> prove) {
        return new KeyHandle(holder, signingQueue, connectionManager, label, known, prove, signed);
    }

    @Override
    public HsmStatus status() {
        ConnectionState state = holder.state();
        Optional<HsmFault> fault = restartFault(state).or(state::fault);
        HsmState connected = state.generation().isPresent() ? HsmState.READY : HsmState.RECOVERING;
        return new HsmStatus(
                fault.map(HsmConnection::stateOf).orElse(connected),
                settings.profile(),
                state.generation().map(Generation::tokenLabel).orElseGet(settings.token()::displayName),
                state.number(),
                fault);
    }

    @Override
    public void checkCertificates() {
        maintenance.checkCertificates();
    }

    @Override
    public boolean listObjects(Consumer<TokenObjects> receiver) {
        return holder.state()
                .generation()
                .filter(generation ->
                        signingQueue.listInBackground(generation, current -> receiver.accept(current.objects())))
                .isPresent();
    }

    @Override
    public boolean isUnlockedInteractively() {
        return settings.pinFile().isEmpty();
    }

    @Override
    public void unlock(Pin pin) {
        try (pin) {
            if (!isUnlockedInteractively()) {
                throw new IllegalStateException(settings.keyName("pin-file") + " is set.");
            }
            connectionManager.connect(() -> interactivePin.provide(pin));
        } catch (HsmException failed) {
            interactivePin.wipe();
            throw failed;
        }
    }

    @Override
    public void close() {
        maintenance.close();
        connectionManager.close();
        calls.close();
        connector.close();
        interactivePin.wipe();
        lastSignatures.close();
        afterClose.run();
    }

    private PinSource pins() {
        Optional<PinSource> file = settings.pinFile().map(path -> new PinFile(settings.keyName("pin-file"), path));
        return file.orElse(interactivePin);
    }

    /**
     * Returns why only a restart of the process can help: the limit of loaded modules or of hanging calls is reached, and no
     * key has signed for five minutes. An outage alone needs no restart, nor does a wrong PIN: a restart fixes neither.
     */
    private Optional<HsmFault> restartFault(ConnectionState state) {
        boolean limited = connector.isFull() || calls.isFull();
        boolean needsPerson =
                state.fault().filter(fault -> !fault.isTransient()).isPresent();
        return limited && !needsPerson && connectionManager.outage().compareTo(RESTART_AFTER) >= 0
                ? Optional.of(new DeviceFault.Failed(settings.token().displayName(), Reason.LIMIT_REACHED.id()))
                : Optional.empty();
    }

    private static HsmState stateOf(HsmFault fault) {
        if (fault instanceof DeviceFault.Failed) {
            return HsmState.FAILED;
        }
        if (fault instanceof PinFault.NotUnlocked) {
            return HsmState.LOCKED;
        }
        return fault.isTransient() ? HsmState.RECOVERING : HsmState.NEEDS_PERSON;
    }
}
