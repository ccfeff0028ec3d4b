package no.portnokkel.control.switching;

import java.time.Instant;
import java.util.Optional;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import no.portnokkel.runtime.EnvironmentChoice;
import no.portnokkel.runtime.RecordSigner.Verdict;
import no.portnokkel.runtime.StoredChoice;
import no.portnokkel.runtime.StoredChoice.Digests;

/** A node that can be killed at a step of a switch. Its file survives, what it had in memory does not. */
final class ModelNode implements EnvironmentRuntime {
    private EnvironmentChoice inFile = new EnvironmentChoice(Optional.of("lab"), 0, Instant.EPOCH);
    private EnvironmentChoice active = inFile;
    private Step killedAt = Step.NONE;
    private boolean isRefused;

    /** The next call of that step ends the node. */
    void killAt(Step step) {
        killedAt = step;
    }

    void refuseGrants(boolean refused) {
        isRefused = refused;
    }

    /** Starts again with what the file holds. */
    void restart() {
        killedAt = Step.NONE;
        active = inFile;
    }

    private void reach(Step step) {
        if (killedAt == step) {
            throw new KilledException();
        }
    }

    @Override
    public EnvironmentChoice active() {
        return active;
    }

    @Override
    public void activate(StoredChoice choice) {
        reach(Step.PUBLICATION);
        inFile = choice.choice();
        active = inFile;
    }

    @Override
    public StoredChoice signed(String environment, long version, Digests digests) {
        reach(Step.COMMIT);
        return FakeEnvironmentRuntime.choice(environment, version, digests);
    }

    @Override
    public String sign(String environment, String text) {
        return FakeEnvironmentRuntime.signature(text);
    }

    @Override
    public Verdict verify(String environment, String text, String signature) {
        return signature.equals(sign(environment, text)) ? Verdict.VALID : Verdict.INVALID;
    }

    @Override
    public void requireFitToSwitch() {
        // every node is
    }

    @Override
    public void requireFitToConfirm() {
        // every node is
    }

    @Override
    public boolean isStoredChoiceRejected() {
        return false;
    }

    @Override
    public void clearRejection() {
        // nothing is rejected here
    }

    @Override
    public void dryRun(String environment) {
        reach(Step.DRY_RUN);
        if (isRefused) {
            throw new TokenRefusedException(Problem.of(
                    ProblemCode.MASKINPORTEN_REFUSED, new Text("Avvist.", "Refused."), new Text("Rett.", "Mend.")));
        }
    }

    @Override
    public Optional<String> certificate(String environment) {
        return Optional.of("c0ffee");
    }

    /** A step before which a node can end. */
    enum Step {
        NONE,
        DRY_RUN,
        /** The decision is written, and not committed. */
        COMMIT,
        /** The decision is committed. */
        PUBLICATION
    }

    /** The node has ended. */
    static final class KilledException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
