package no.portnokkel.runtime;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.DeviceKey;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.config.KeyChoices;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.runtime.StoredChoice.Digests;
import org.jspecify.annotations.Nullable;

/**
 * The choice of environment that all deployments on a server share. The control room signs and stores it; every deployment,
 * the control room's own too, compares its settings with it before it signs a grant. Thread-safe.
 */
public final class EnvironmentChoices {
    private static final System.Logger LOG = System.getLogger(EnvironmentChoices.class.getName());

    private final Configuration configuration;
    private final RecordSigner signer;
    private final ActiveEnvironmentStore store;
    private volatile @Nullable Supplier<Optional<Digests>> digests;
    private volatile boolean hasReplacedRejected;

    EnvironmentChoices(Configuration configuration, Optional<String> auditKey, HsmDevices devices, Clock clock) {
        this.configuration = configuration;
        this.signer = new RecordSigner(configuration, auditKey, devices, this::keys);
        Optional<String> first = configuration.firstEnvironment();
        Optional<EnvironmentSettings> fallback = first.flatMap(
                name -> Optional.ofNullable(configuration.environments().get(name)));
        this.store = new ActiveEnvironmentStore(
                configuration.dataDir(),
                EnvironmentChoice.configured(first, clock.instant()),
                (choice, known) ->
                        signer.verify(choice.environment(), fallback, known, choice.signedText(), choice.signature()));
    }

    /** Returns what signs and verifies records of the control room. */
    public RecordSigner signer() {
        return signer;
    }

    /** Returns the environment to use now. */
    EnvironmentChoice read() {
        return store.read();
    }

    /** Returns what was decided about keys, as of the last reading. */
    public KeyChoices keys() {
        return store.followed().keys();
    }

    /** Returns a configured environment with the keys that its clients use now; empty if it is not configured. */
    public Optional<EnvironmentSettings> settings(String environment) {
        return Optional.ofNullable(configuration.environments().get(environment))
                .map(keys()::appliedTo);
    }

    /** Returns all configured environments with the keys that their clients use now. */
    public List<EnvironmentSettings> environments() {
        return configuration.environments().values().stream()
                .map(keys()::appliedTo)
                .toList();
    }

    /** Returns whether the signature of the choice that {@link #read} returned is verified. */
    boolean isVerified() {
        return store.isVerified();
    }

    /**
     * Signs a choice. Stores nothing. May take as long as one signature.
     *
     * @param choice of a configured environment with a client
     * @throws HsmException if the HSM does not sign, or the choice in use is not verified yet
     */
    public StoredChoice signed(EnvironmentChoice choice, Digests inEffect) {
        if (!store.isVerified()) { // somebody else may have written what the new choice is based on
            throw new HsmException(new DeviceFault.Unavailable("", Reason.CONNECTING.id()));
        }
        String environment = choice.environment().orElseThrow();
        EnvironmentSettings settings = Optional.ofNullable(
                        configuration.environments().get(environment))
                .map(choice.keys()::appliedTo)
                .orElseThrow(() -> new IllegalArgumentException(environment + " is not configured"));
        return signed(StoredChoice.of(choice, settings, configuration, inEffect));
    }

    /**
     * Makes all deployments on this server stop using a key, at once: to be called before the decision is committed, and while the
     * database is unavailable. While the HSM is away the stop is stored unsigned; a standby key takes over when it is back.
     */
    void stop(DeviceKey key) {
        store.stop(key, current(store.followed()));
        EnvironmentChoice stopped = store.followed();
        KeyChoices decided =
                stopped.keys().withStopped(key, configuration.environments().values());
        try {
            current(stopped.withKeys(decided, stopped.version()))
                    .filter(choice -> store.isVerified())
                    .ifPresent(choice -> store(signed(choice)));
        } catch (RuntimeException away) { // whatever is wrong with the device, the key is stopped
            LOG.log(System.Logger.Level.WARNING, "The stop of a key is stored unsigned until the HSM is back", away);
        }
    }

    private Optional<StoredChoice> current(EnvironmentChoice choice) {
        Digests known = store.valid().map(StoredChoice::digests).orElseGet(() -> new Digests("", Optional.empty()));
        return choice.environment()
                .flatMap(
                        name -> Optional.ofNullable(configuration.environments().get(name)))
                .map(choice.keys()::appliedTo)
                .map(settings -> StoredChoice.of(choice, settings, configuration, known));
    }

    /** Returns the keys that are stopped here, and by no choice that was made since. */
    public SortedSet<DeviceKey> ownStops() {
        return store.ownStops();
    }

    private StoredChoice signed(StoredChoice choice) {
        return choice.withSignature(signer.sign(choice.environment(), choice.keys(), choice.signedText()));
    }

    /**
     * Makes all deployments on this server use another environment, within a second. If its file cannot be written, this
     * deployment follows alone, the others follow as soon as it can, and {@link PortnokkelOperations#problems()} says so.
     *
     * @param choice with its signature
     */
    public void store(StoredChoice choice) {
        store.replace(choice);
        store.read();
    }

    /**
     * Keeps the stored choice equal to what is in effect, from now on: to be called by the control room only, whose settings are
     * those that the other deployments compare theirs with. A stored choice that was rejected is replaced, and reported until
     * {@link #clearRejection()}.
     *
     * @param inEffect evaluated once a second; empty while it is unknown: then only changed settings are stored
     */
    public void keepStored(Supplier<Optional<Digests>> inEffect) {
        this.digests = inEffect;
    }

    /**
     * Stores what is in effect if it has changed. Called once a second; does nothing while the HSM is not ready, and in a
     * deployment without a control room.
     */
    void storeChanges() {
        Supplier<Optional<Digests>> inEffect = digests;
        if (inEffect == null) {
            return;
        }
        Optional<Digests> current = inEffect.get().or(() -> store.valid().map(StoredChoice::digests));
        EnvironmentChoice active = store.read();
        if (!store.isVerified()) { // never sign what somebody else may have written
            return;
        }
        Optional<EnvironmentSettings> settings =
                active.environment().flatMap(this::settings).filter(signer::isReady);
        if (current.isEmpty() || settings.isEmpty()) {
            return;
        }
        StoredChoice wanted = StoredChoice.of(active, settings.get(), configuration, current.get());
        if (!store.holds(wanted)) {
            hasReplacedRejected |= store.isRejected();
            replace(wanted);
        }
    }

    private void replace(StoredChoice wanted) {
        try {
            store(signed(wanted));
        } catch (HsmException notSigned) {
            LOG.log(System.Logger.Level.DEBUG, "The choice of environment is not signed yet", notSigned);
        }
    }

    /** Returns whether a stored choice had no valid signature and was not followed, and two persons have not decided since. */
    public boolean isRejected() {
        return store.isRejected() || hasReplacedRejected;
    }

    /** Two persons have confirmed the environment in use, or have switched: a rejected choice need not be reported any more. */
    public void clearRejection() {
        hasReplacedRejected = false;
    }

    /** Returns why the stored choice is not followed; empty if it is, or there is none. */
    Optional<Problem> rejection() {
        return isRejected()
                ? Optional.of(
                        Problem.of(ProblemCode.ENVIRONMENT_NOT_CONFIRMED, "environment-not-confirmed.choice", Map.of()))
                : Optional.empty();
    }

    /** Returns why other deployments on this server do not learn the choice in use; empty if they do. */
    Optional<Problem> storageProblem() {
        return store.storageProblem();
    }

    /**
     * Returns how this deployment differs from what the control room of this server is configured with; empty if it does not, or
     * there is no control room.
     *
     * @param settings with the keys that are in use
     */
    Optional<Problem> deviation(EnvironmentSettings settings) {
        return store.valid()
                .filter(inEffect -> digests == null)
                .filter(inEffect -> !inEffect.settings()
                        .equals(EffectiveSettings.ofOwnClient(settings).digest()))
                .map(inEffect -> Problem.of(
                        ProblemCode.ENVIRONMENT_NOT_CONFIRMED,
                        "environment-not-confirmed.deployment",
                        Map.of("environment", settings.environment().name(), "inEffect", inEffect.environment())));
    }

    /** Returns that nothing may be signed with the key of an environment's own client; empty if it is not stopped. */
    Optional<Problem> stopped(EnvironmentSettings settings) {
        return settings.client().filter(keys()::isStopped).map(EnvironmentChoices::stopped);
    }

    private static Problem stopped(ClientSettings client) {
        return Problem.of(ProblemCode.KEY_STOPPED, "key-stopped", Map.of("label", client.key()));
    }

    /** @throws TokenRefusedException {@code key-stopped} */
    void requireNotStopped(ClientSettings client) {
        if (keys().isStopped(client)) {
            throw new TokenRefusedException(stopped(client));
        }
    }

    /**
     * Checks that a key may sign for an environment: not in class {@code production}, nor with a key that an environment of class
     * {@code production} uses, if this deployment differs from what the control room is configured with, or nobody knows because
     * somebody else has written the stored choice.
     *
     * @throws TokenRefusedException {@code environment-not-confirmed}
     */
    void require(EnvironmentSettings settings, String keyLabel) {
        boolean isProduction =
                StoredChoice.isProduction(settings) || StoredChoice.isProductionKey(keyLabel, configuration, keys());
        Optional<StoredChoice> known = store.valid();
        Optional<Problem> refusal = known.isPresent()
                ? known.filter(inEffect ->
                                isProduction || inEffect.isProduction() || inEffect.isProductionKey(keyLabel))
                        .flatMap(inEffect -> deviation(settings))
                : rejection().filter(rejected -> isProduction && digests == null);
        refusal.ifPresent(problem -> {
            throw new TokenRefusedException(problem);
        });
    }
}
