package no.portnokkel.hsm.pkcs11;

import static java.lang.System.Logger.Level.WARNING;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.pin.PinHistory;
import no.portnokkel.hsm.pin.PinSource;
import no.portnokkel.hsm.pin.RefusedPinStore;
import no.portnokkel.hsm.pkcs11.cryptoki.Cryptoki;
import no.portnokkel.hsm.pkcs11.cryptoki.CryptokiKey;
import no.portnokkel.hsm.pkcs11.cryptoki.HsmToken;
import no.portnokkel.hsm.pkcs11.cryptoki.PrivateKeyObject;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import no.portnokkel.hsm.pkcs11.profile.VendorProfiles;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.problem.Text;
import no.portnokkel.problem.UntrustedText;

/**
 * Connects to one HSM: from its settings to a login, one attempt for each call. At most one thread at a time, apart
 * from threads of attempts that hang.
 */
public final class Connector implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Connector.class.getName());
    private static final int MAX_RELOADS = 5;
    private static final Duration RELOAD_INTERVAL = Duration.ofMillis(200);

    private final HsmSettings settings;
    private final PinSource pins;
    private final SecureRandom random;
    private final LongSupplier nanoClock;
    private final VendorProfile profile;
    private final ModuleLoader moduleLoader;
    private final TokenFinder tokenFinder;
    private final PinHistory history;
    private final LoginsUnderWay underWay = new LoginsUnderWay();
    private final FaultIsolation.Answers answers;
    private volatile Optional<RefusedPinStore> latestStore = Optional.empty();

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
        this.answers = new FaultIsolation.Answers(nanoClock);
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
        TokenLogin login = login(progress);
        Generation generation = new Generation(login, answers, profile.signatureCheck(), random, nanoClock);
        List<String> labels = labels(generation);
        login.keys().defects().forEach(defect -> skip(defect, login.token(), progress));
        if (!labels.isEmpty()) {
            progress.passed(ConnectionCheck.KEYS, Text.verbatim(String.join(", ", labels)));
        }
        return generation;
    }

    private static void skip(String object, HsmToken token, ConnectionCheck.Listener progress) {
        Text skipped = Text.message("doctor.object-skipped", Map.of("object", object));
        LOG.log(WARNING, UntrustedText.oneLine("HSM token " + token.label() + ": " + skipped.en() + "."));
        progress.passed(ConnectionCheck.KEYS, skipped);
    }

    /** No key just after the login is no proof that there is none: some devices show their objects later. */
    private static List<String> labels(Generation generation) {
        List<String> labels = generation.labels();
        for (int i = 0; i < MAX_RELOADS && labels.isEmpty(); i++) {
            LockSupport.parkNanos(RELOAD_INTERVAL.toNanos());
            generation.refreshCertificates();
            labels = generation.labels();
        }
        return labels;
    }

    /**
     * Lists the slots of the module with their tokens, blank ones too, without a login.
     *
     * @throws HsmException {@link no.portnokkel.hsm.fault.SetupFault} or {@link no.portnokkel.hsm.fault.DeviceFault}
     */
    public Cryptoki.Slots slots() {
        LoadedModule module = moduleLoader.next(ConnectionCheck.Listener.NONE);
        initialize(module);
        return module.cryptoki().slots();
    }

    /**
     * Returns the token of these settings, without a login.
     *
     * @throws HsmException {@link no.portnokkel.hsm.fault.SetupFault} or {@link no.portnokkel.hsm.fault.DeviceFault}
     */
    public HsmToken token() {
        LoadedModule module = moduleLoader.next(ConnectionCheck.Listener.NONE);
        initialize(module);
        return find(module, ConnectionCheck.Listener.NONE);
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
        latestStore.ifPresent(RefusedPinStore::abandon);
    }

    /** Returns whether the limit of loaded modules is reached, so that the next attempt reuses one. */
    public boolean isFull() {
        return moduleLoader.isFull();
    }

    /**
     * Returns whether copies of the module share their state, so that {@code reopen} is used instead of {@code copy}. Loads
     * another copy: for a process that ends soon.
     *
     * @throws HsmException {@link no.portnokkel.hsm.fault.SetupFault} when a second copy cannot be loaded
     */
    public boolean copiesShareState() {
        return moduleLoader.copiesShareState(initParameters());
    }

    /**
     * Lets no further login begin, waits at most ten seconds for one that is under way, and removes files that an attempt may
     * have left.
     */
    @Override
    public void close() {
        underWay.close();
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
        HsmToken token = find(module, progress);
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
        module.initialize(initParameters());
    }

    private Optional<String> initParameters() {
        return profile.initParametersVariable().map(System::getenv);
    }

    private HsmToken find(LoadedModule module, ConnectionCheck.Listener progress) {
        try {
            Cryptoki.Slots slots = module.cryptoki().slots();
            slots.unreadable()
                    .forEach((slot, ckr) -> progress.passed(
                            ConnectionCheck.TOKEN,
                            Text.message("doctor.slot-skipped", Map.of("slot", slot, "ckr", ckr.name()))));
            return tokenFinder.find(slots);
        } catch (HsmException notThere) {
            module.reset(); // so that the next attempt sees tokens that were added since
            throw notThere;
        }
    }

    private Login login() {
        PrivateFolder folder = ModuleFile.folder(settings.dataDir(), "refused-pins");
        RefusedPinStore store = new RefusedPinStore(folder, random);
        latestStore = Optional.of(store);
        return new Login(pins, history, store, underWay, nanoClock);
    }

    private static VendorProfile profile(HsmSettings settings) {
        return VendorProfiles.named(settings.profile()).orElseThrow();
    }

    /** A login with its provider, module and token. */
    record TokenLogin(ProviderKeys keys, ModuleLoader moduleLoader, LoadedModule module, HsmToken token) {
        TokenObjects objects() {
            return module.cryptoki().objects(token.slot());
        }

        /** Reads the certificates with a label and their keys. */
        TokenObjects objectsOf(String label) {
            return module.cryptoki().objectsOf(token.slot(), label);
        }

        PrivateKeyObject privateKey(CryptokiKey key) {
            return module.cryptoki().privateKey(token, key);
        }

        /**
         * Lets a key sign a probe, verified with its certificate in software.
         *
         * @throws HsmException a {@link KeyFault}, or a {@link DeviceFault}; of the login if the key fitted its certificate before
         */
        void prove(ProviderKey key, SecureRandom random) {
            PublicKey certified = key.chain().get(0).getPublicKey();
            try {
                keys.prove(key, certified, random);
                moduleLoader.markProven(module, certified);
            } catch (HsmException failed) {
                boolean fittedBefore =
                        failed.fault() instanceof KeyFault.CertificateMismatch && moduleLoader.isProven(certified);
                throw fittedBefore ? new HsmException(wrongSignature()) : failed;
            }
        }

        /** Returns the fault of a login that made a wrong signature. */
        DeviceFault wrongSignature() {
            return new DeviceFault.Unavailable(token.label(), Reason.WRONG_SIGNATURE.id());
        }

        void logOut() {
            moduleLoader.logOut(module, keys.sunPkcs11(), token.slot());
        }

        void dispose() {
            moduleLoader.logOutAndDispose(module, keys.sunPkcs11());
        }
    }
}
