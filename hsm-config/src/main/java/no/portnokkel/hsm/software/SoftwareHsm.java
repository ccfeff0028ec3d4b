package no.portnokkel.hsm.software;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.HsmListener;
import no.portnokkel.hsm.HsmState;
import no.portnokkel.hsm.HsmStatus;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeystoreFault;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import no.portnokkel.hsm.settings.DeviceSettings;

/**
 * A keystore file that signs in place of an HSM, for development. A changed file, or a changed password, is read again within
 * two seconds and before each signature. A password that the keystore refused is not tried again before that.
 *
 * <p>Its keys can leave it, so it never signs what needs a key that cannot: {@link #nonExportableKey}, which class {@code
 * production} asks for, and {@link #checkpointKey}.
 */
public final class SoftwareHsm implements Hsm {
    private static final System.Logger LOG = System.getLogger(SoftwareHsm.class.getName());
    private static final long POLL_SECONDS = Duration.ofSeconds(2).toSeconds();

    private final DeviceSettings.Software settings;
    private final KeystoreFile file;
    private final ScheduledExecutorService background;
    private final HsmListener listener;
    private volatile State state = new State("", Optional.empty(), 0, Optional.empty()); // written under the lock
    private Optional<ScheduledFuture<?>> poll = Optional.empty();
    private boolean closed;

    private SoftwareHsm(DeviceSettings.Software settings, ScheduledExecutorService background, HsmListener listener) {
        this.settings = settings;
        this.background = background;
        this.file = new KeystoreFile(settings, new SecureRandom());
        this.listener = listener;
    }

    /**
     * Returns at once and reads the file in the background. Never throws for a file that is missing or wrong: see {@link #status()}.
     *
     * @param background runs short tasks; shut down by its owner, after {@link #close()}
     */
    public static Hsm start(
            DeviceSettings.Software settings, ScheduledExecutorService background, HsmListener listener) {
        SoftwareHsm hsm = new SoftwareHsm(settings, background, listener);
        LOG.log(
                WARNING,
                settings.keyName("profile") + " = " + settings.profile() + ": the keys are in the file "
                        + settings.keystoreFile() + ", not in an HSM. For development only.");
        hsm.schedule();
        return hsm;
    }

    private synchronized void schedule() {
        try {
            poll = Optional.of(background.scheduleWithFixedDelay(this::poll, 0, POLL_SECONDS, TimeUnit.SECONDS));
        } catch (RejectedExecutionException stopping) {
            close();
        }
    }

    private void poll() {
        try {
            keystore();
        } catch (HsmException reported) {
            // in the state, and the listener knows
        } catch (RuntimeException unexpected) { // must not end the schedule
            LOG.log(ERROR, "Reading " + settings.keystoreFile() + " failed unexpectedly.", unexpected);
        }
    }

    /**
     * Returns the keys of the file as it is now.
     *
     * @throws HsmException why there are none
     */
    private synchronized Keystore keystore() {
        String version = file.version();
        boolean refused = state.fault
                .filter(KeystoreFault.PasswordRefused.class::isInstance)
                .isPresent();
        if (!closed && !(state.version.equals(version) && (state.keystore.isPresent() || refused))) {
            read(version);
        }
        return state.keystore.orElseThrow(() -> new HsmException(state.fault.orElseThrow()));
    }

    private void read(String version) {
        try {
            Keystore keystore = file.read();
            state = new State(version, Optional.of(keystore), state.generation + 1, Optional.empty());
            listener.connected(state.generation);
        } catch (HsmException failed) {
            boolean known = state.fault
                    .filter(fault -> fault.code() == failed.fault().code())
                    .isPresent();
            state = new State(version, Optional.empty(), state.generation, Optional.of(failed.fault()));
            if (!known) {
                listener.disconnected(failed.fault());
            }
        }
    }

    @Override
    public SigningKey key(String label) {
        return new SoftwareKey(label, () -> keystore().key(label));
    }

    /** Returns a handle that throws {@link KeystoreFault.NotAllowed}: these keys can leave the file. */
    @Override
    public SigningKey nonExportableKey(String label) {
        return refused(label);
    }

    /** Returns a handle that throws {@link KeystoreFault.NotAllowed}: these keys can leave the file. */
    @Override
    public SigningKey checkpointKey(String label) {
        return refused(label);
    }

    private SigningKey refused(String label) {
        return new SoftwareKey(label, () -> {
            throw new HsmException(new KeystoreFault.NotAllowed(label, settings.keyName("profile")));
        });
    }

    @Override
    public HsmStatus status() {
        State now = state;
        HsmState connected = now.keystore.isPresent() ? HsmState.READY : HsmState.RECOVERING;
        return new HsmStatus(
                now.fault.map(SoftwareHsm::stateOf).orElse(connected),
                settings.profile(),
                settings.displayName(),
                now.generation,
                now.fault);
    }

    private static HsmState stateOf(HsmFault fault) {
        return fault instanceof DeviceFault.Failed ? HsmState.FAILED : HsmState.NEEDS_PERSON;
    }

    /** Does nothing: a changed file is read anyway. */
    @Override
    public void checkCertificates() {}

    @Override
    public boolean listObjects(Consumer<TokenObjects> receiver) {
        Optional<Keystore> keystore = state.keystore;
        try {
            keystore.ifPresent(keys -> background.execute(() -> receiver.accept(keys.objects())));
            return keystore.isPresent();
        } catch (RejectedExecutionException stopping) {
            return false;
        }
    }

    @Override
    public boolean isUnlockedInteractively() {
        return false;
    }

    @Override
    public void unlock(Pin pin) {
        pin.close();
        throw new IllegalStateException(settings.keyName("pin-file") + " is set.");
    }

    @Override
    public synchronized void close() {
        closed = true;
        poll.ifPresent(task -> task.cancel(false));
        state = new State(
                "",
                Optional.empty(),
                state.generation,
                Optional.of(new DeviceFault.Failed(settings.displayName(), Reason.CLOSED.id())));
    }

    /**
     * What was found in the file.
     *
     * @param version of the files when they were read; empty before that
     * @param generation how often it was read with success
     * @param fault empty while there are keys, and before the first reading
     */
    private record State(String version, Optional<Keystore> keystore, int generation, Optional<HsmFault> fault) {}
}
