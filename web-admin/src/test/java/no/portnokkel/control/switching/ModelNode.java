package no.portnokkel.control.switching;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.config.ClientKey;
import no.portnokkel.maskinporten.config.DeviceKey;
import no.portnokkel.maskinporten.config.KeyChoices;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import no.portnokkel.runtime.CertificateInfo;
import no.portnokkel.runtime.EnvironmentChoice;
import no.portnokkel.runtime.RecordSigner.Verdict;
import no.portnokkel.runtime.StoredChoice;
import no.portnokkel.runtime.StoredChoice.Digests;

/** A node that can be killed at a step of a switch. Its file survives, what it had in memory does not. */
public final class ModelNode implements EnvironmentRuntime {
    private EnvironmentChoice inFile = EnvironmentChoice.configured(Optional.of("lab"), Instant.EPOCH);
    private EnvironmentChoice active = inFile;
    private Step killedAt = Step.NONE;
    private boolean isRefused;

    /** The next call of that step ends the node. */
    public void killAt(Step step) {
        killedAt = step;
    }

    public void refuseGrants(boolean refused) {
        isRefused = refused;
    }

    /** Starts again with what the file holds. */
    public void restart() {
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
    public StoredChoice signed(EnvironmentChoice choice, Digests digests) {
        reach(Step.COMMIT);
        return FakeEnvironmentRuntime.stored(choice, digests);
    }

    @Override
    public String sign(String environment, String text) {
        return FakeEnvironmentRuntime.signature(text);
    }

    @Override
    public String sign(String environment, KeyChoices keys, String text) {
        return sign(environment, text);
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
    public void dryRun(String environment, Optional<String> client, ClientKey key) {
        dryRun(environment);
    }

    @Override
    public void stop(DeviceKey key) {
        inFile = active.withKeys(active.keys().withStopped(List.of(key)), active.version());
        active = inFile;
        reach(Step.PUBLICATION);
    }

    @Override
    public SortedSet<DeviceKey> ownStops() {
        return new TreeSet<>();
    }

    @Override
    public boolean awaitNoGrantWith(DeviceKey key) {
        return true;
    }

    @Override
    public CertificateInfo certificate(String environment, String label) {
        return FakeEnvironmentRuntime.certificateInfo("c0ffee");
    }

    @Override
    public Optional<String> certificate(String environment) {
        return Optional.of("c0ffee");
    }

    /** A step before which a node can end. */
    public enum Step {
        NONE,
        DRY_RUN,
        /** The decision is written, and not committed. */
        COMMIT,
        /** The decision is committed. */
        PUBLICATION
    }

    /** The node has ended. */
    public static final class KilledException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
