package no.portnokkel.hsm.pkcs11;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.pin.PinHistory;
import no.portnokkel.hsm.pin.PinSource;
import no.portnokkel.hsm.pin.RefusedPinStore;
import no.portnokkel.hsm.pkcs11.cryptoki.CryptokiKey;
import no.portnokkel.hsm.pkcs11.cryptoki.HsmToken;
import no.portnokkel.hsm.pkcs11.cryptoki.PrivateKeyObject;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import no.portnokkel.hsm.pkcs11.profile.VendorProfiles;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.problem.Text;

/**
 * Connects to one HSM: from its settings to a login, one attempt for each call. At most one thread at a time, apart
 * from threads of attempts that hang.
 */
public final class Connector implements AutoCloseable {
    private static final int LOOKS = 5;
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(200);

    private final HsmSettings settings;
    private final PinSource pins;
    private final SecureRandom random;
    private final LongSupplier nanoClock;
    private final VendorProfile profile;
    private final ModuleLoader moduleLoader;
    private final TokenFinder tokenFinder;
    private final PinHistory history;

    /**
     * Creates a connector; loads nothing.
     *
     * @param pins read once for each attempt
     * @param nanoClock monotonic, in nanoseconds
     */
    public Connector(HsmSettings settings, PinSource pins, SecureRandom random, LongSupplier nanoClock) {
        this(settings, profile(settings), pins, random, nanoClock);
    }

    private Connector(
            HsmSettings settings, VendorProfile profile, PinSource pins, SecureRandom random, LongSupplier nanoClock) {
        this.settings = settings;
        this.pins = pins;
        this.random = random;
        this.nanoClock = nanoClock;
        this.profile = profile;
        this.moduleLoader = new ModuleLoader(settings, profile.disposal(), nanoClock);
        this.tokenFinder = new TokenFinder(settings);
        this.history = new PinHistory(pins.version());
    }

    /**
     * Creates a connector that can generate a key: SunPKCS11 takes the label of a new key from its configuration.
     *
     * @param label the {@code CKA_LABEL} of the new key
     */
    public static Connector forNewKey(
            HsmSettings settings, String label, PinSource pins, SecureRandom random, LongSupplier nanoClock) {
        return new Connector(settings, profile(settings).withKeyLabel(label), pins, random, nanoClock);
    }

    /**
     * Connects. Presents a PIN only if module and token are there, the token has more than one try left, and the
     * token has not refused this PIN before.
     *
     * @param progress receives each successful step
     * @throws HsmException why there is no login
     */
    public Generation connect(ConnectionCheck.Listener progress) {
        Generation generation = new Generation(login(progress), profile.signatureCheck(), random, nanoClock);
        List<String> labels = labels(generation);
        if (!labels.isEmpty()) {
            progress.passed(ConnectionCheck.KEYS, Text.verbatim(String.join(", ", labels)));
        }
        return generation;
    }

    /** No key just after the login is no proof that there is none: some devices show their objects later. */
    private static List<String> labels(Generation generation) {
        List<String> labels = generation.labels();
        for (int i = 0; i < LOOKS && labels.isEmpty(); i++) {
            LockSupport.parkNanos(LOOK_INTERVAL.toNanos());
            generation.refreshCertificates();
            labels = generation.labels();
        }
        return labels;
    }

    /**
     * Lists all tokens of the module, blank ones too, without a login.
     *
     * @throws HsmException {@link no.portnokkel.hsm.fault.SetupFault} or {@link no.portnokkel.hsm.fault.DeviceFault}
     */
    public List<HsmToken> tokens() {
        LoadedModule module = moduleLoader.next(ConnectionCheck.Listener.NONE);
        initialize(module);
        return module.cryptoki().tokens();
    }

    /**
     * Returns the token of these settings, without a login.
     *
     * @throws HsmException {@link no.portnokkel.hsm.fault.SetupFault} or {@link no.portnokkel.hsm.fault.DeviceFault}
     */
    public HsmToken token() {
        LoadedModule module = moduleLoader.next(ConnectionCheck.Listener.NONE);
        initialize(module);
        return find(module);
    }

    /**
     * Opens the token for administration of its keys. Logs in as {@link #connect} does.
     *
     * @throws HsmException why there is no login
     */
    public WritableToken open() {
        return new WritableToken(login(ConnectionCheck.Listener.NONE), random);
    }

    /** Tells that the latest attempt hangs: the next one must not use the same module copy. */
    public void abandon() {
        moduleLoader.abandon();
    }

    /** Returns whether the limit of loaded modules is reached, so that the next attempt reuses one. */
    public boolean isFull() {
        return moduleLoader.isFull();
    }

    /** Removes files that an attempt may have left. */
    @Override
    public void close() {
        moduleLoader.unlink();
    }

    private TokenLogin login(ConnectionCheck.Listener progress) {
        LoadedModule module = moduleLoader.next(progress);
        return module.during(() -> login(module, progress));
    }

    private TokenLogin login(LoadedModule module, ConnectionCheck.Listener progress) {
        initialize(module);
        String description = module.cryptoki().description();
        progress.passed(ConnectionCheck.LIBRARY, Text.verbatim(description));
        HsmToken token = find(module);
        progress.passed(
                ConnectionCheck.TOKEN,
                Text.message(
                        "doctor.token",
                        Map.of("label", token.label(), "serial", token.serial(), "slot", token.slot())));
        ProviderKeys keys = login().open(module, token, profile, progress);
        progress.passed(ConnectionCheck.LOGIN, Text.message("doctor.login"));
        return new TokenLogin(keys, moduleLoader, module, token);
    }

    private void initialize(LoadedModule module) {
        module.cryptoki().initialize(profile.initParametersVariable().map(System::getenv));
    }

    private HsmToken find(LoadedModule module) {
        try {
            return tokenFinder.find(module.cryptoki().tokens().stream()
                    .filter(HsmToken::isInitialized)
                    .toList());
        } catch (HsmException notThere) {
            moduleLoader.reset(module);
            throw notThere;
        }
    }

    private Login login() {
        PrivateFolder folder = ModuleCopy.folder(settings.dataDir(), "refused-pins");
        return new Login(pins, history, new RefusedPinStore(folder, random), nanoClock);
    }

    private static VendorProfile profile(HsmSettings settings) {
        return VendorProfiles.named(settings.profile()).orElseThrow();
    }

    /** A login with its provider, module and token. */
    record TokenLogin(ProviderKeys keys, ModuleLoader moduleLoader, LoadedModule module, HsmToken token) {
        TokenObjects objects() {
            return module.cryptoki().objects(token.slot());
        }

        List<CryptokiKey> keysOfCertificate(String certificateLabel) {
            return module.cryptoki().keysOfCertificate(token.slot(), certificateLabel);
        }

        PrivateKeyObject privateKey(CryptokiKey key) {
            return module.cryptoki().privateKey(token, key);
        }

        void logOut() {
            moduleLoader.logOut(module, keys.sunPkcs11());
        }

        void dispose() {
            moduleLoader.logOutAndDispose(module, keys.sunPkcs11());
        }
    }
}
