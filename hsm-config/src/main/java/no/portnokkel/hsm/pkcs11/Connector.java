package no.portnokkel.hsm.pkcs11;

import java.security.SecureRandom;
import java.util.List;
import java.util.function.LongSupplier;
import no.portnokkel.hsm.HsmSettings;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.files.PrivateFolder;
import no.portnokkel.hsm.pin.PinHistory;
import no.portnokkel.hsm.pin.PinSource;
import no.portnokkel.hsm.pin.RefusedPins;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyObject;
import no.portnokkel.hsm.pkcs11.cryptoki.Token;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenContents;
import no.portnokkel.hsm.pkcs11.profile.Profile;
import no.portnokkel.hsm.pkcs11.profile.Profiles;
import no.portnokkel.problem.Text;

/** Walks from the settings of one device to a login, one attempt a call. For one thread, but for those that hang. */
public final class Connector implements AutoCloseable {
    private final HsmSettings settings;
    private final PinSource pins;
    private final SecureRandom random;
    private final LongSupplier nanoClock;
    private final Profile profile;
    private final Modules modules;
    private final Proofs proofs;
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
            HsmSettings settings, Profile profile, PinSource pins, SecureRandom random, LongSupplier nanoClock) {
        this.settings = settings;
        this.pins = pins;
        this.random = random;
        this.nanoClock = nanoClock;
        this.profile = profile;
        this.modules = new Modules(settings, profile.ending(), nanoClock);
        this.proofs = new Proofs(modules);
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
    public Generation connect(Progress progress) {
        Generation generation = new Generation(login(progress), profile.signatureCheck(), proofs, random, nanoClock);
        List<String> labels = generation.labels();
        String listed = labels.isEmpty() ? "–" : String.join(", ", labels);
        progress.passed(Check.KEYS, Text.of(listed));
        return generation;
    }

    /**
     * Lists what the module shows, without a login: blank tokens too.
     *
     * @throws HsmException {@link no.portnokkel.hsm.fault.SetupFault} or {@link no.portnokkel.hsm.fault.DeviceFault}
     */
    public List<Token> tokens() {
        LoadedModule module = modules.next(Progress.UNWATCHED);
        initialize(module);
        return module.cryptoki().tokens();
    }

    /**
     * Opens the token for a person who makes, certifies or looks through keys, by the same way as {@link #connect}.
     *
     * @throws HsmException what stood in the way
     */
    public OpenToken open() {
        return new OpenToken(login(Progress.UNWATCHED), random);
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

    private Opened login(Progress progress) {
        LoadedModule module = modules.next(progress);
        return module.during(() -> login(module, progress));
    }

    private Opened login(LoadedModule module, Progress progress) {
        initialize(module);
        String description = module.cryptoki().description();
        progress.passed(Check.LIBRARY, Text.of(description));
        Token token = find(module);
        progress.passed(
                Check.TOKEN,
                new Text(
                        "«" + token.label() + "», serienummer " + token.serial() + ", slot " + token.slot(),
                        "\"" + token.label() + "\", serial " + token.serial() + ", slot " + token.slot()));
        Keys keys = login().open(module, token, profile, progress);
        progress.passed(Check.LOGIN, new Text("PIN-en ble godtatt", "the PIN was accepted"));
        return new Opened(keys, modules, module, token);
    }

    private void initialize(LoadedModule module) {
        module.cryptoki().initialize(profile.parameters().map(System::getenv));
    }

    private Token find(LoadedModule module) {
        try {
            return tokens.find(module.cryptoki().tokens().stream()
                    .filter(Token::isInitialized)
                    .toList());
        } catch (HsmException notThere) {
            modules.reset(module);
            throw notThere;
        }
    }

    private Login login() {
        PrivateFolder folder = PrivateFolder.at(settings.dataDir().resolve("refused-pins"));
        return new Login(pins, history, new RefusedPins(folder, random), folder, nanoClock);
    }

    private static Profile profile(HsmSettings settings) {
        return Profiles.named(settings.profile()).orElseThrow();
    }

    /** A login, and what it was made with. */
    record Opened(Keys keys, Modules modules, LoadedModule module, Token token) {
        TokenContents contents() {
            return module.cryptoki().contents(token.slot());
        }

        List<KeyObject> keysBeside(String certificateLabel) {
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
