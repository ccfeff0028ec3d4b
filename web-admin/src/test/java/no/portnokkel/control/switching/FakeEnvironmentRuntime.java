package no.portnokkel.control.switching;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import no.portnokkel.control.ProblemException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.problem.Problem;
import no.portnokkel.runtime.EnvironmentChoice;
import no.portnokkel.runtime.RecordSigner.Verdict;
import no.portnokkel.runtime.StoredChoice;
import no.portnokkel.runtime.StoredChoice.Digests;
import org.jspecify.annotations.Nullable;

/** A fake server that records dry runs and can be told to refuse them. */
final class FakeEnvironmentRuntime implements EnvironmentRuntime {
    private volatile EnvironmentChoice choice;
    private volatile boolean isStoredChoiceRejected;
    private volatile @Nullable Problem dryRunProblem;
    private volatile Optional<String> certificate = Optional.of("c0ffee");
    private volatile Runnable duringDryRun = () -> {};
    private volatile @Nullable Problem unfitToSwitch;
    private volatile @Nullable Problem unfitToConfirm;
    private final List<String> dryRuns = new ArrayList<>();
    private final List<Long> activations = new ArrayList<>();

    FakeEnvironmentRuntime(@Nullable String first) {
        choice = new EnvironmentChoice(Optional.ofNullable(first), 0, Instant.EPOCH);
    }

    void refuseDryRuns(Problem problem) {
        dryRunProblem = problem;
    }

    void acceptDryRuns() {
        dryRunProblem = null;
    }

    /** Runs while the server fetches the token of a dry run. */
    void duringDryRun(Runnable event) {
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
        activations.add(signed.version());
        choice = signed.choice();
    }

    void activate(String environment, long version) {
        activate(signed(environment, version, new Digests("", Optional.empty())));
    }

    @Override
    public StoredChoice signed(String environment, long version, Digests digests) {
        return choice(environment, version, digests);
    }

    /** Returns a choice with a signature as {@link #signature} makes it. */
    static StoredChoice choice(String environment, long version, Digests digests) {
        StoredChoice unsigned = new StoredChoice(
                environment,
                version,
                Instant.EPOCH,
                false,
                "",
                digests.inEffect(),
                digests.confirmed().orElse(""),
                new TreeSet<>(),
                "");
        return StoredChoice.read(unsigned.signedText() + "signature=" + signature(unsigned.signedText()))
                .orElseThrow();
    }

    @Override
    public String sign(String environment, String text) {
        return signature(text);
    }

    static String signature(String text) {
        return "signed-" + text.hashCode();
    }

    @Override
    public Verdict verify(String environment, String text, String signature) {
        if (certificate.isEmpty()) {
            return Verdict.UNKNOWN;
        }
        return signature.equals(sign(environment, text)) ? Verdict.VALID : Verdict.INVALID;
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

    void renewCertificate() {
        certificate = Optional.of("decaf");
    }

    void loseHsm() {
        certificate = Optional.empty();
    }

    @Override
    public Optional<String> certificate(String environment) {
        return certificate;
    }
}
