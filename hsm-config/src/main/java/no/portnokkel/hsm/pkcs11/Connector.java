package no.portnokkel.hsm.pkcs11;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import no.portnokkel.hsm.HsmSettings;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.files.PrivateFolder;
import no.portnokkel.hsm.pin.PinHistory;
import no.portnokkel.hsm.pin.PinSource;
import no.portnokkel.hsm.pin.RefusedPinStore;
import no.portnokkel.hsm.pkcs11.cryptoki.CryptokiKey;
import no.portnokkel.hsm.pkcs11.cryptoki.HsmToken;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import no.portnokkel.hsm.pkcs11.profile.VendorProfiles;
import no.portnokkel.problem.Text;

/** Walks from the settings of one device to a login, one attempt a call. For one thread, but for those that hang. */
public final class Connector implements AutoCloseable {
    private final HsmSettings settings;
    private final PinSource pins;
    private final SecureRandom random;
    private final LongSupplier nanoClock;
    private final VendorProfile profile;
    private final ModuleLoader modules;
    private final ProvenKeys proofs;
    private final TokenFinder tokens;
    private final PinHistory history;

    /**
     * Prepares for one device; nothing is loaded yet.
     *
     * @param pins asked once an attempt
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
        this.modules = new ModuleLoader(settings, profile.ending(), nanoClock);
        this.proofs = new ProvenKeys(modules);
        this.tokens = new TokenFinder(settings);
        this.history = new PinHistory(pins.version());
    }

    /**
     * Prepares for the making of a key: SunPKCS11 takes the label of a new key from its configuration.
     *
     * @param label the {@code CKA_LABEL} of what will be made
     */
    public static Connector forNewKey(
            HsmSettings settings, String label, PinSource pins, SecureRandom random, LongSupplier nanoClock) {
        return new Connector(settings, profile(settings).naming(label), pins, random, nanoClock);
    }

    /**
     * Connects. No PIN is presented unless module and token are there, the token has more than one try left, and the
     * PIN is not one that this token has refused before.
     *
     * @param progress told each step that went well
     * @throws HsmException what stood in the way
     */
    public Generation connect(ConnectListener progress) {
        Generation generation = new Generation(login(progress), profile.signatureCheck(), proofs, random, nanoClock);
        List<String> labels = generation.labels();
        String listed = labels.isEmpty() ? "–" : String.join(", ", labels);
        progress.passed(ConnectionCheck.KEYS, Text.verbatim(listed));
        return generation;
    }

    /**
     * Lists what the module shows, without a login: blank tokens too.
     *
     * @throws HsmException {@link no.portnokkel.hsm.fault.SetupFault} or {@link no.portnokkel.hsm.fault.DeviceFault}
     */
    public List<HsmToken> tokens() {
        LoadedModule module = modules.next(ConnectListener.UNWATCHED);
        initialize(module);
        return module.cryptoki().tokens();
    }

    /**
     * Opens the token for a person who makes, certifies or looks through keys, by the same way as {@link #connect}.
     *
     * @throws HsmException what stood in the way
     */
    public WritableToken open() {
        return new WritableToken(login(ConnectListener.UNWATCHED), random);
    }

    /** The latest attempt hangs: the next must not need what it holds. */
    public void abandon() {
        modules.abandon();
    }

    /** Whether as many modules are loaded as there may be, so that what comes next uses one of them again. */
    public boolean isFull() {
        return modules.isFull();
    }

    /** Removes what an attempt may have left on disk. */
    @Override
    public void close() {
        modules.unlink();
    }

    private Opened login(ConnectListener progress) {
        LoadedModule module = modules.next(progress);
        return module.during(() -> login(module, progress));
    }

    private Opened login(LoadedModule module, ConnectListener progress) {
        initialize(module);
        String description = module.cryptoki().description();
        progress.passed(ConnectionCheck.LIBRARY, Text.verbatim(description));
        HsmToken token = find(module);
        progress.passed(
                ConnectionCheck.TOKEN,
                Text.message(
                        "connector.token",
                        Map.of("label", token.label(), "serial", token.serial(), "slot", token.slot())));
        ProviderKeys keys = login().open(module, token, profile, progress);
        progress.passed(ConnectionCheck.LOGIN, Text.message("connector.keys"));
        return new Opened(keys, modules, module, token);
    }

    private void initialize(LoadedModule module) {
        module.cryptoki().initialize(profile.parameters().map(System::getenv));
    }

    private HsmToken find(LoadedModule module) {
        try {
            return tokens.find(module.cryptoki().tokens().stream()
                    .filter(HsmToken::isInitialized)
                    .toList());
        } catch (HsmException notThere) {
            modules.reset(module);
            throw notThere;
        }
    }

    private Login login() {
        PrivateFolder folder = PrivateFolder.at(settings.dataDir().resolve("refused-pins"));
        return new Login(pins, history, new RefusedPinStore(folder, random), folder, nanoClock);
    }

    private static VendorProfile profile(HsmSettings settings) {
        return VendorProfiles.named(settings.profile()).orElseThrow();
    }

    /** A login, and what it was made with. */
    record Opened(ProviderKeys keys, ModuleLoader modules, LoadedModule module, HsmToken token) {
        TokenObjects contents() {
            return module.cryptoki().contents(token.slot());
        }

        List<CryptokiKey> keysBeside(String certificateLabel) {
            return module.cryptoki().keysBeside(token.slot(), certificateLabel);
        }

        void logOut() {
            modules.leave(module, keys.sunPkcs11());
        }

        void end() {
            modules.end(module, keys.sunPkcs11());
        }
    }
}
