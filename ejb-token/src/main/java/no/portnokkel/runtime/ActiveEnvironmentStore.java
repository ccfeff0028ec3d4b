package no.portnokkel.runtime;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.maskinporten.config.DeviceKey;
import no.portnokkel.maskinporten.config.KeyChoices;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import no.portnokkel.runtime.RecordSigner.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the file {@code active-environment} in the data directory: which environment all deployments on a server use.
 * The control room replaces it atomically; all deployments read it, and follow it only if its signature is valid. Thread-safe.
 */
final class ActiveEnvironmentStore {
    private static final System.Logger LOG = System.getLogger(ActiveEnvironmentStore.class.getName());

    private static final Text WARNING = Text.message("active-environment.warning");

    private final Path dataDir;
    private final Path file;
    private final BiFunction<StoredChoice, KeyChoices, Verdict> verifier;
    private EnvironmentChoice verified;
    private EnvironmentChoice followed;
    private final SortedMap<DeviceKey, Long> stops = new TreeMap<>(); // with the version of the choice at that time
    private String lastText = "";
    private String written = "";
    private @Nullable StoredChoice valid;
    private Verdict verdict = Verdict.VALID;
    private boolean isUnreadable;
    private @Nullable PrivateFolder folder;
    private Optional<Problem> notStored = Optional.empty();

    /**
     * @param dataDir created when the first choice is stored
     * @param configured the configured environment, which is active until a choice is stored
     * @param verifier verifies a choice, knowing which keys are stopped; must not wait for the HSM
     */
    ActiveEnvironmentStore(
            Path dataDir, EnvironmentChoice configured, BiFunction<StoredChoice, KeyChoices, Verdict> verifier) {
        this.dataDir = dataDir;
        this.file = dataDir.resolve("active-environment");
        this.verifier = verifier;
        this.verified = configured;
        this.followed = configured;
    }

    /**
     * Returns the environment to use: the stored one, or the previous one if the file cannot be read or its signature is invalid.
     * One whose signature cannot be verified yet is returned, but {@link #isVerified()} is false.
     */
    synchronized EnvironmentChoice read() {
        if (!file.toFile()
                .exists()) { // without a control room there is none, and an exception for each grant costs more
            return followed;
        }
        try {
            String text = load();
            if (!text.equals(lastText) || verdict == Verdict.UNKNOWN) {
                lastText = text;
                StoredChoice.read(text).ifPresentOrElse(this::follow, this::reject);
            }
            isUnreadable = false;
        } catch (NoSuchFileException removed) {
            return followed;
        } catch (IOException unusable) {
            if (!isUnreadable) { // log once, not once a second
                isUnreadable = true;
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} cannot be used; the active environment does not change: {1}",
                        file,
                        unusable.getMessage());
            }
        }
        return followed;
    }

    /** Returns what {@link #read} returned last. */
    synchronized EnvironmentChoice followed() {
        return followed;
    }

    private String load() throws IOException {
        PrivateFolder opened = folder;
        if (opened == null) {
            folder = PrivateFolder.at(dataDir);
        } else {
            opened.requireUnchanged();
        }
        return Files.readString(file);
    }

    private void follow(StoredChoice stored) {
        verdict = verdict(stored);
        EnvironmentChoice choice = stored.version() == 0
                ? verified.withKeys(stored.keys(), 0) // each deployment reads the environment for itself
                : stored.choice();
        switch (verdict) {
            case VALID -> {
                boolean isSameDecision = stored.version() == verified.version();
                valid = stored;
                // of two choices of one version the one with fewer stopped keys is the older one
                verified = isSameDecision
                        ? choice.withKeys(
                                choice.keys().withStopped(verified.keys().stopped()), choice.version())
                        : choice;
                stops.entrySet()
                        .removeIf(stop -> stored.version() > stop.getValue()
                                && stored.keys().stopped().contains(stop.getKey()));
                followed = withStops(verified);
            }
            case UNKNOWN -> {
                addUnsignedStops(stored);
                followed = withStops(choice.withKeys(verified.keys(), choice.version()));
            }
            case INVALID -> {
                reject();
                addUnsignedStops(stored);
                followed = withStops(verified);
            }
        }
    }

    /** To stop a key is always safe: it counts although the device was away and nobody could sign it. */
    private void addUnsignedStops(StoredChoice stored) {
        stored.keys().stopped().stream()
                .filter(key -> !verified.keys().stopped().contains(key))
                .forEach(key -> stops.putIfAbsent(key, verified.version()));
    }

    private EnvironmentChoice withStops(EnvironmentChoice choice) {
        return choice.withKeys(choice.keys().withStopped(stops.keySet()), choice.version());
    }

    /**
     * Stops a key for all deployments at once, whether that can be signed or not, until a later choice that contains it is followed.
     *
     * @param configured the choice in use as it is written when none was stored yet; empty if no environment is in use
     */
    synchronized void stop(DeviceKey key, Optional<StoredChoice> configured) {
        stops.put(key, verified.version());
        followed = withStops(followed);
        Optional.ofNullable(valid)
                .or(() -> configured)
                .map(choice -> choice.withKeys(followed.keys()))
                .ifPresent(this::store);
    }

    /** Returns the keys that are stopped here, and by no choice that was made since. */
    synchronized SortedSet<DeviceKey> ownStops() {
        return new TreeSet<>(stops.keySet());
    }

    private Verdict verdict(StoredChoice stored) {
        if (stored.equals(valid)) { // its signature was valid before the key was stopped that made it
            return Verdict.VALID;
        }
        return stored.version() < verified.version() ? Verdict.INVALID : verifier.apply(stored, verified.keys());
    }

    private void reject() {
        verdict = Verdict.INVALID;
        followed = withStops(verified);
    }

    /** Returns whether a grant may be signed: no signature is missing or still to be verified, as of the last reading. */
    synchronized boolean isVerified() {
        return verdict != Verdict.UNKNOWN;
    }

    /** Returns whether the stored choice has an invalid signature and is not followed, as of the last reading. */
    synchronized boolean isRejected() {
        return verdict == Verdict.INVALID && !lastText.equals(written);
    }

    /** Returns the last stored choice whose signature was valid; empty if there was none since the start. */
    synchronized Optional<StoredChoice> valid() {
        return Optional.ofNullable(valid);
    }

    /** Returns whether the file holds a validly signed choice that says the same, as of the last reading. */
    synchronized boolean holds(StoredChoice wanted) {
        return notStored.isEmpty()
                && verdict == Verdict.VALID
                && valid != null
                && valid.isSameAs(wanted)
                && file.toFile().exists();
    }

    /** Returns why the file does not hold the choice that is followed; empty if it does. */
    synchronized Optional<Problem> storageProblem() {
        return notStored;
    }

    /**
     * Follows a choice and stores it for all deployments, unless the environment was switched since it was made. If it cannot be
     * stored, {@link #storageProblem()} says so and {@link #holds} is false.
     *
     * @param choice with its signature
     */
    synchronized void replace(StoredChoice choice) {
        if (choice.version() < verified.version()) {
            return;
        }
        follow(choice);
        store(choice);
    }

    private void store(StoredChoice choice) {
        try {
            write(choice);
            notStored = Optional.empty();
        } catch (IOException failed) {
            Problem problem = Problem.of(
                    ProblemCode.CHOICE_NOT_STORED,
                    "choice-not-stored.file",
                    Map.of("environment", choice.environment(), "file", file, "reason", reason(failed)));
            if (notStored.isEmpty()) { // one line for each outage, not one a second
                LOG.log(System.Logger.Level.WARNING, problem.sentence(), failed);
            }
            notStored = Optional.of(problem);
        }
    }

    private void write(StoredChoice choice) throws IOException {
        String text = "# " + WARNING.no() + "\n# " + WARNING.en() + "\n" + choice.text();
        PrivateFolder.at(dataDir).replace("active-environment", text);
        written = text;
    }

    /** Without the name of the temporary file, which changes with each attempt. */
    private static Object reason(IOException failed) {
        if (failed instanceof FileSystemException named) {
            return named.getClass().getSimpleName()
                    + Optional.ofNullable(named.getReason())
                            .map(reason -> ": " + reason)
                            .orElse("");
        }
        return PrivateFolder.defect(failed);
    }
}
