package no.portnokkel.control.keys;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.audit.Act;
import no.portnokkel.control.audit.AuditTrail;
import no.portnokkel.control.keys.KeyChange.Action;
import no.portnokkel.control.keys.KeyChange.Canary;
import no.portnokkel.control.keys.KeyChangeRepository.StoredChange;
import no.portnokkel.control.switching.EnvironmentRuntime;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.refusal.Retry;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/**
 * Makes the canary grants of an approved change, then lets it take effect. Refused canaries change nothing; while the network or
 * Maskinporten is down, nothing is decided. Thread-safe.
 */
final class KeyCanaries {
    private static final System.Logger LOG = System.getLogger(KeyCanaries.class.getName());

    private static final int CANARIES = 5;

    /** A registration takes up to two minutes to reach Maskinporten, and some more to reach all of it. */
    private static final Duration REGISTRATION = Duration.ofSeconds(150);

    /** For outages, during which nobody knows whether the key is accepted. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final KeyProposals proposals;
    private final KeyEffect effect;
    private final EnvironmentRuntime runtime;
    private final Database database;
    private final AuditTrail trail;
    private final Clock clock;

    KeyCanaries(
            KeyProposals proposals,
            KeyEffect effect,
            EnvironmentRuntime runtime,
            Database database,
            AuditTrail trail,
            Clock clock) {
        this.proposals = proposals;
        this.effect = effect;
        this.runtime = runtime;
        this.database = database;
        this.trail = trail;
        this.clock = clock;
    }

    /** Makes the canary grants of an approved change that are still missing. */
    void proceed(StoredChange stored) {
        try {
            proposals.requireApproved(stored);
            proposals.requireUnchanged(stored);
            if (stored.change().action() == Action.RESTORE) { // a stopped key signs nothing, no canary either
                effect.carryOut(stored);
                return;
            }
            KeyChange change = stored.change();
            // what the database has of earlier ones is not signed, and may be of another node
            Canary canary =
                    new Canary(0, change.canary().refused(), change.canary().checkedAt());
            while (canary.granted() < CANARIES) {
                runtime.dryRun(change.environment(), change.client(), change.key());
                canary = canary.withGranted(clock.instant());
                record(change, canary, Optional.empty());
            }
            effect.carryOut(stored);
        } catch (TokenException notGranted) {
            notGranted(stored.change(), notGranted);
        } catch (ProblemException conflict) {
            failUnlessTransient(stored.change(), conflict.problem());
        } catch (RuntimeException unexpected) { // the next attempt must not be the same second
            UUID id = stored.change().id();
            LOG.log(System.Logger.Level.ERROR, "The change of a key waits: " + id, unexpected);
            waited(
                    stored.change(),
                    Problem.of(ProblemCode.INTERNAL_ERROR, "internal-error.unexpected", Map.of("id", id)));
        }
    }

    private void notGranted(KeyChange change, TokenException failure) {
        KeyChange now = database.transaction(connection ->
                        new KeyChangeRepository(connection).find(change.id()).orElseThrow())
                .change();
        Instant approved = change.decision().orElseThrow().at();
        boolean isRefused = failure instanceof TokenRefusedException;
        Duration patience = isRefused ? patience(failure) : LONGEST_WAIT;
        Instant at = clock.instant();
        record(
                change,
                isRefused ? now.canary().withRefused(at) : now.canary().withoutAnswer(at),
                Optional.of(failure.problem()));
        if (!at.isBefore(approved.plus(patience))) {
            fail(change, failure.problem());
        }
    }

    /** Returns for how long a refusal may pass by itself. */
    static Duration patience(TokenException failure) {
        boolean mayBeRegisteredSoon = failure instanceof TokenRefusedException refused
                && refused.refusal()
                        .filter(refusal -> refusal.explanation().retry() == Retry.REGISTRATION)
                        .isPresent();
        return mayBeRegisteredSoon ? REGISTRATION : Duration.ZERO;
    }

    private void failUnlessTransient(KeyChange change, Problem problem) {
        boolean isDecided = problem.code() == ProblemCode.SWITCH_CONFLICT
                || problem.code() == ProblemCode.HSM_KEY_NOT_FOUND
                || problem.code() == ProblemCode.HSM_KEY_UNUSABLE;
        if (isDecided) {
            fail(change, problem);
        } else {
            waited(change, problem);
        }
    }

    private void waited(KeyChange change, Problem problem) {
        Instant at = clock.instant();
        record(change, change.canary().withoutAnswer(at), Optional.of(problem));
        if (!at.isBefore(change.decision().orElseThrow().at().plus(LONGEST_WAIT))) {
            fail(change, problem);
        }
    }

    private void fail(KeyChange change, Problem problem) {
        database.transaction(connection -> {
            if (new KeyChangeRepository(connection).fail(change.id(), problem)) {
                trail.append(
                        connection,
                        change.recordOf(Act.KEY_CHANGE_FAILED)
                                .because(problem.detail().en()));
            }
            return change.id();
        });
    }

    private void record(KeyChange change, Canary canary, Optional<Problem> problem) {
        database.transaction(connection -> {
            new KeyChangeRepository(connection).recordCanary(change.id(), canary, problem);
            return change.id();
        });
    }
}
