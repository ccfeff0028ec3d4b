package no.portnokkel.control.switching;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import no.portnokkel.control.ProblemException;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.config.ClientKey;
import no.portnokkel.maskinporten.config.DeviceKey;
import no.portnokkel.maskinporten.config.KeyChoices;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.runtime.CertificateInfo;
import no.portnokkel.runtime.EnvironmentChoice;
import no.portnokkel.runtime.RecordSigner.Verdict;
import no.portnokkel.runtime.StoredChoice;
import no.portnokkel.runtime.StoredChoice.Digests;
import org.jspecify.annotations.Nullable;

/** A fake server that records dry runs and can be told to refuse them. */
public final class FakeEnvironmentRuntime implements EnvironmentRuntime {
    private static final String AUDIT_KEY = "audit";

    private volatile EnvironmentChoice choice;
    private volatile boolean isStoredChoiceRejected;
    private volatile @Nullable Problem dryRunProblem;
    private volatile Optional<String> certificate = Optional.of("c0ffee");
    private volatile Runnable duringDryRun = () -> {};
    private volatile @Nullable Problem unfitToSwitch;
    private volatile @Nullable Problem unfitToConfirm;
    private int stepsToLive;
    private final List<String> dryRuns = new ArrayList<>();
    private final List<Long> activations = new ArrayList<>();
    private final SortedMap<DeviceKey, Long> ownStops = new TreeMap<>();
    private final List<String> canaries = new ArrayList<>();
    private final Map<String, TokenException> answers = new ConcurrentHashMap<>();

    public FakeEnvironmentRuntime(@Nullable String first) {
        choice = EnvironmentChoice.configured(Optional.ofNullable(first), Instant.EPOCH);
    }

    void refuseDryRuns(Problem problem) {
        dryRunProblem = problem;
    }

    void acceptDryRuns() {
        dryRunProblem = null;
    }

    /** Ends the server when its control room asks it for the n-th time from now to sign, to fetch a token or to follow a choice. */
    public void killAtStep(int n) {
        stepsToLive = n;
    }

    private void step() {
        if (--stepsToLive == 0) {
            throw new KilledError();
        }
    }

    /** Runs while the server fetches the token of a dry run. */
    public void duringDryRun(Runnable event) {
        duringDryRun = event;
    }

    void becomeUnfitToSwitch(Problem problem) {
        unfitToSwitch = problem;
    }

    void becomeUnfitToConfirm(Problem problem) {
        unfitToConfirm = problem;
    }

    @Override
    public void requireFitToSwitch() {
        require(unfitToSwitch);
    }

    @Override
    public void requireFitToConfirm() {
        require(unfitToConfirm);
    }

    private static void require(@Nullable Problem unfit) {
        if (unfit != null) {
            throw new ProblemException(unfit);
        }
    }

    /** Returns the versions of the choices that were activated. */
    synchronized List<Long> activations() {
        return List.copyOf(activations);
    }

    synchronized List<String> dryRuns() {
        return List.copyOf(dryRuns);
    }

    @Override
    public EnvironmentChoice active() {
        return choice;
    }

    @Override
    public synchronized void activate(StoredChoice signed) {
        step();
        activations.add(signed.version());
        ownStops.entrySet()
                .removeIf(stop -> signed.version() > stop.getValue()
                        && signed.keys().stopped().contains(stop.getKey()));
        choice = signed.choice().withKeys(signed.keys().withStopped(ownStops.keySet()), signed.version());
    }

    void activate(String environment, long version) {
        activate(choice(environment, version, new Digests("", Optional.empty())));
    }

    @Override
    public StoredChoice signed(EnvironmentChoice wanted, Digests digests) {
        step();
        return stored(wanted, digests);
    }

    /** Returns a choice with a signature as {@link #signature} makes it. */
    static StoredChoice choice(String environment, long version, Digests digests) {
        return stored(
                new EnvironmentChoice(Optional.of(environment), version, version, Instant.EPOCH, KeyChoices.NONE),
                digests);
    }

    static StoredChoice stored(EnvironmentChoice choice, Digests digests) {
        StoredChoice unsigned = new StoredChoice(
                choice.environment().orElseThrow(),
                choice.version(),
                choice.switchVersion(),
                Instant.EPOCH,
                false,
                "",
                digests.inEffect(),
                digests.confirmed().orElse(""),
                new TreeSet<>(),
                choice.keys(),
                "");
        return StoredChoice.read(unsigned.signedText() + "signature=" + signature(unsigned.signedText()))
                .orElseThrow();
    }

    /** From now on Maskinporten answers grants with this key so; null accepts them. */
    public void answerGrantsOf(String label, @Nullable TokenException answer) {
        if (answer == null) {
            answers.remove(label);
        } else {
            answers.put(label, answer);
        }
    }

    /** Returns the keys with which canary grants were made. */
    public synchronized List<String> canaries() {
        return List.copyOf(canaries);
    }

    @Override
    public synchronized void dryRun(String environment, Optional<String> client, ClientKey key) {
        step();
        canaries.add(KeyChoices.nameOf(environment, client) + " " + key.label());
        duringDryRun.run();
        TokenException answer = answers.get(key.label());
        if (answer != null) {
            throw answer;
        }
    }

    @Override
    public synchronized void stop(DeviceKey key) {
        ownStops.put(key, choice.version());
        choice = choice.withKeys(choice.keys().withStopped(List.of(key)), choice.version());
    }

    @Override
    public synchronized SortedSet<DeviceKey> ownStops() {
        return new TreeSet<>(ownStops.keySet());
    }

    @Override
    public boolean awaitNoGrantWith(DeviceKey key) {
        return true;
    }

    @Override
    public CertificateInfo certificate(String environment, String label) {
        if (label.startsWith("no-such")) {
            throw ProblemException.of(ProblemCode.HSM_KEY_NOT_FOUND, "not-found.switch", Map.of("id", label));
        }
        return certificateInfo(certificate.orElse("c0ffee"));
    }

    static CertificateInfo certificateInfo(String sha256) {
        return new CertificateInfo(
                "CN=Testbanken AS", "CN=Test CA", "1f", Optional.empty(), Instant.EPOCH, Instant.EPOCH, 0, sha256);
    }

    @Override
    public String sign(String environment, String text) {
        return sign(environment, choice.keys(), text);
    }

    @Override
    public String sign(String environment, KeyChoices keys, String text) {
        step();
        String used = Optional.ofNullable(keys.active().get(environment))
                .map(active -> active.key().label())
                .orElse("seal");
        String label = keys.stopped().contains(new DeviceKey("", used)) ? AUDIT_KEY : used;
        return label + " " + signature(text);
    }

    static String signature(String text) {
        return "signed-" + text.hashCode();
    }

    @Override
    public Verdict verify(String environment, String text, String signature) {
        if (certificate.isEmpty()) {
            return Verdict.UNKNOWN;
        }
        String label = signature.contains(" ") ? signature.split(" ", 2)[0] : "";
        boolean isStopped = choice.keys().stopped().contains(new DeviceKey("", label));
        boolean isMade = signature.equals(signature(text)) || signature.equals(label + " " + signature(text));
        return isMade && !isStopped ? Verdict.VALID : Verdict.INVALID;
    }

    @Override
    public void clearRejection() {
        isStoredChoiceRejected = false;
    }

    void rejectStoredChoice() {
        isStoredChoiceRejected = true;
    }

    @Override
    public boolean isStoredChoiceRejected() {
        return isStoredChoiceRejected;
    }

    @Override
    public synchronized void dryRun(String environment) {
        dryRuns.add(environment);
        duringDryRun.run();
        Problem problem = dryRunProblem;
        if (problem != null) {
            throw new TokenRefusedException(problem);
        }
    }

    public void renewCertificate() {
        certificate = Optional.of("decaf");
    }

    public void loseHsm() {
        certificate = Optional.empty();
    }

    @Override
    public Optional<String> certificate(String environment) {
        return certificate;
    }

    /** The server has ended: nothing that follows in its code runs, but its database connection is closed. */
    public static final class KilledError extends Error {
        private static final long serialVersionUID = 1L;
    }
}
