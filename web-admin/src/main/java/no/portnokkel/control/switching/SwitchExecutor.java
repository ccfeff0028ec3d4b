package no.portnokkel.control.switching;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import no.portnokkel.control.Database;
import no.portnokkel.control.audit.Act;
import no.portnokkel.control.audit.AuditTrail;
import no.portnokkel.control.switching.Switch.Decision;
import no.portnokkel.control.switching.SwitchRepository.StoredSwitch;
import no.portnokkel.control.users.Actor;
import no.portnokkel.control.users.Person;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.runtime.StoredChoice;
import no.portnokkel.runtime.StoredChoice.Digests;

/**
 * Executes a decided switch in a fixed order: dry run, then record and choice in one transaction, then publication on this
 * server. What follows the commit cannot fail the switch: each node repairs what it missed at its next check. Thread-safe.
 */
final class SwitchExecutor {
    private final EnvironmentRuntime runtime;
    private final Database database;
    private final AuditTrail trail;
    private final Clock clock;
    private final SwitchProposals proposals;
    private final ConfirmationService confirmations;
    private final ChoicePublisher publisher;

    SwitchExecutor(
            EnvironmentRuntime runtime,
            Database database,
            AuditTrail trail,
            Clock clock,
            SwitchProposals proposals,
            ConfirmationService confirmations,
            ChoicePublisher publisher) {
        this.runtime = runtime;
        this.database = database;
        this.trail = trail;
        this.clock = clock;
        this.proposals = proposals;
        this.confirmations = confirmations;
        this.publisher = publisher;
    }

    /**
     * Executes a proposal that a second person approved, and confirms its target.
     *
     * @throws no.portnokkel.control.ProblemException {@code switch-dry-run-failed}; {@code switch-conflict} if anything has changed
     *     since the proposal, or somebody else has decided it meanwhile
     */
    Switch execute(StoredSwitch stored, Person proposer, Actor actor) {
        Person approver = actor.person();
        runtime.requireFitToSwitch();
        Switch proposal = stored.change();
        if (runtime.certificate(proposal.to()).isPresent()) { // otherwise the dry run reports the HSM's problem
            proposals.requireUnchanged(stored);
        }
        try {
            runtime.dryRun(proposal.to());
        } catch (TokenException failed) {
            database.transaction(connection -> {
                new SwitchDetails(connection).replaceProblem(proposal.id(), failed.problem());
                return proposal.id();
            });
            throw SwitchProblems.dryRunFailed(proposal.to(), failed.problem());
        }
        long used = runtime.active().version();
        proposals.requireUnchanged(stored);
        Executed executed = database.transaction(connection -> {
            long version = decide(connection, proposal, approver, used);
            Confirmation confirmation = confirmations.confirm(
                    connection,
                    proposal.to(),
                    confirmations.inEffect(proposal.to()),
                    runtime.active().keys(),
                    proposer,
                    approver);
            Executed done = choose(connection, proposal, version, Optional.of(confirmation));
            trail.append(connection, proposal.recordOf(actor, Act.SWITCH_APPROVED));
            return done;
        });
        publish(executed);
        return executed.change();
    }

    /**
     * Executes an emergency change, which is not stored yet: its target has been confirmed before.
     *
     * @throws no.portnokkel.control.ProblemException as {@link #execute}
     */
    Switch executeEmergency(StoredSwitch stored, Actor actor) {
        runtime.requireFitToConfirm(); // its configuration is the confirmed one, or it would not be here
        Switch change = stored.change();
        try {
            runtime.dryRun(change.to());
        } catch (TokenException failed) {
            throw SwitchProblems.dryRunFailed(change.to(), failed.problem());
        }
        long used = runtime.active().version();
        proposals.requireUnchanged(stored);
        Executed executed = database.transaction(connection -> {
            new SwitchRepository(connection).insert(change, stored.binding(), stored.signature());
            long version = decide(connection, change, actor.person(), used);
            Executed done = choose(connection, change, version, Optional.empty());
            trail.append(connection, change.recordOf(actor, Act.EMERGENCY_CHANGE));
            return done;
        });
        publish(executed);
        return executed.change();
    }

    /**
     * Stores the decision, unless another node has committed a later choice meanwhile.
     *
     * @param used version of the choice that the decision was about
     * @return the version of the choice to be stored
     */
    private long decide(Connection connection, Switch change, Person decider, long used) throws SQLException {
        long version = new ChoiceRepository(connection)
                .nextVersion(used, runtime)
                .orElseThrow(SwitchProblems::changedSinceProposal);
        new ExecutedSwitchRepository(connection).supersedeFirstGrants();
        Decision decision = new Decision(decider, clock.instant());
        if (!new SwitchRepository(connection).activate(change.id(), decision, change.digest())) {
            throw SwitchProblems.notOpen(change);
        }
        return version;
    }

    private Executed choose(Connection connection, Switch change, long version, Optional<Confirmation> confirmation)
            throws SQLException {
        String digest = confirmation
                .map(Confirmation::state)
                .orElseGet(() -> confirmations.inEffect(change.to()))
                .digest();
        StoredChoice choice = runtime.signed(
                runtime.active().switchedTo(change.to(), version, clock.instant()),
                new Digests(digest, Optional.of(digest)));
        if (!new ChoiceRepository(connection).insert(choice, change.id())) {
            throw SwitchProblems.notOpen(change);
        }
        Switch executed =
                new SwitchRepository(connection).find(change.id()).orElseThrow().change();
        return new Executed(executed, choice, confirmation);
    }

    private void publish(Executed executed) {
        runtime.activate(executed.choice());
        runtime.clearRejection();
        executed.confirmation().ifPresent(confirmations::accept);
        publisher.clearProblem();
    }

    private record Executed(Switch change, StoredChoice choice, Optional<Confirmation> confirmation) {}
}
