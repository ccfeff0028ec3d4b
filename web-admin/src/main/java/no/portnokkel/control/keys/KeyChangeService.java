package no.portnokkel.control.keys;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import no.portnokkel.control.Database;
import no.portnokkel.control.audit.Act;
import no.portnokkel.control.audit.AuditTrail;
import no.portnokkel.control.keys.KeyChange.Action;
import no.portnokkel.control.keys.KeyChange.State;
import no.portnokkel.control.keys.KeyChangeRepository.StoredChange;
import no.portnokkel.control.switching.EnvironmentRuntime;
import no.portnokkel.control.switching.Switch.ApprovalRequirement;
import no.portnokkel.control.switching.Switch.Decision;
import no.portnokkel.control.switching.SwitchService;
import no.portnokkel.control.users.Actor;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Users;
import no.portnokkel.events.EventPublisher.EventListener;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.problem.Problem;

/**
 * Changes the keys that the clients sign with, on this server and on all nodes that share its database: two persons decide, or one
 * who stops a key. Safe for any number of threads.
 */
public final class KeyChangeService {
    private final Users users;
    private final SwitchService switches;
    private final EnvironmentRuntime runtime;
    private final Database database;
    private final AuditTrail trail;
    private final Clock clock;
    private final KeyProposals proposals;
    private final NewKeyMonitor newKeys;
    private final KeyActivator activator;
    private final KeyStop stop;

    /**
     * Creates the service of one server.
     *
     * @param nodesBehind returns the names of other nodes that use an older choice than that of a version, or still sign with a
     *     stopped key
     * @param trail records each decision in its transaction
     * @param clock decides when proposals expire
     * @param attempts runs one task at a time and discards others meanwhile: canary grants take time
     */
    public KeyChangeService(
            Configuration configuration,
            Users users,
            SwitchService switches,
            EnvironmentRuntime runtime,
            LongFunction<List<String>> nodesBehind,
            Database database,
            AuditTrail trail,
            Clock clock,
            Supplier<UUID> ids,
            Executor attempts) {
        this.users = users;
        this.switches = switches;
        this.runtime = runtime;
        this.database = database;
        this.trail = trail;
        this.clock = clock;
        this.proposals =
                new KeyProposals(configuration, switches.confirmations(), runtime, database, trail, clock, ids);
        KeyEffect effect = new KeyEffect(proposals, switches.keyDecisions(), runtime, database, trail, clock);
        this.newKeys = new NewKeyMonitor(proposals, effect, runtime, database, clock);
        this.activator = new KeyActivator(
                new KeyCanaries(proposals, effect, runtime, database, trail, clock),
                newKeys,
                database,
                clock,
                attempts);
        this.stop = new KeyStop(
                configuration,
                proposals,
                switches.keyDecisions(),
                switches.confirmations(),
                runtime,
                nodesBehind,
                database,
                trail,
                clock,
                ids);
    }

    /** Returns what notices that grants with a new key are refused. */
    public EventListener grantListener() {
        return newKeys;
    }

    /** Returns all changes, the newest first. */
    public List<KeyChange> all() {
        return database.transaction(connection -> {
            proposals.expire(connection);
            return new KeyChangeRepository(connection).all();
        });
    }

    /** Returns what an approval of this change requires; empty when one person is enough, and once it is decided. */
    public Set<ApprovalRequirement> requirements(KeyChange change) {
        return change.state() == State.PROPOSED ? required(change) : Set.of();
    }

    /** A stopped key is stopped for all environments of its device: the strictest of them decides who brings it back. */
    private Set<ApprovalRequirement> required(KeyChange change) {
        Set<ApprovalRequirement> required = EnumSet.noneOf(ApprovalRequirement.class);
        if (change.action() == Action.RESTORE) {
            required.add(ApprovalRequirement.OTHER_PERSON);
        }
        proposals
                .environmentsOf(change)
                .forEach(name -> required.addAll(switches.fourEyes().requirements(Optional.of(name), name)));
        return required;
    }

    /**
     * Checks that a person may propose a change, or stop a key.
     *
     * @throws no.portnokkel.control.ProblemException {@code role-missing}
     */
    public void requireOfficer(Person person) {
        KeyProposals.requireOfficer(person);
    }

    /**
     * Proposes to activate a key, to let it take over when the one in use is stopped, or to bring back a stopped one.
     *
     * @throws no.portnokkel.control.ProblemException {@code role-missing}; {@code request-invalid}; {@code switch-conflict} when it
     *     is in use, or stopped, or not stopped; what the HSM says about the key
     */
    public KeyChange propose(Actor proposer, KeyRequest request) {
        requireOfficer(proposer.person());
        return proposals.propose(proposer, request);
    }

    /**
     * Approves a proposal. Canary grants begin at once, in the background; when they are granted, new grants use the key.
     *
     * @throws no.portnokkel.control.ProblemException {@code switch-needs-other-person}; {@code switch-conflict} when the proposal is
     *     decided, settings, users or keys have changed since, or this node is not fit to approve
     */
    public KeyChange approve(UUID id, Actor actor) {
        Person approver = actor.person();
        StoredChange stored = proposals.findOpen(id);
        KeyChange proposal = stored.change();
        Person proposer = users.current(proposal.proposedBy()).orElseThrow(KeyChangeProblems::changedSinceProposal);
        switches.fourEyes().check(required(proposal), proposer, approver);
        switches.confirmations().requireConfirmedPersons(required(proposal), proposer, approver);
        runtime.requireFitToConfirm();
        proposals.requireUnchanged(stored);
        Decision decision = new Decision(approver, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        String signature = runtime.sign(proposal.environment(), KeyChange.decisionText(id, decision));
        KeyChange approved = database.transaction(connection -> {
            KeyChangeRepository repository = new KeyChangeRepository(connection);
            if (!repository.decide(id, State.APPROVED, decision, signature)) {
                throw KeyChangeProblems.notOpen(proposal);
            }
            trail.append(connection, proposal.recordOf(actor, Act.KEY_CHANGE_APPROVED));
            return repository.find(id).orElseThrow().change();
        });
        activator.begin(approved);
        return approved;
    }

    /**
     * Withdraws a proposal.
     *
     * @throws no.portnokkel.control.ProblemException {@code switch-conflict} when the proposal is already decided
     */
    public KeyChange withdraw(UUID id, Actor actor) {
        KeyChange proposal = proposals.findOpen(id).change();
        return database.transaction(connection -> {
            KeyChangeRepository repository = new KeyChangeRepository(connection);
            if (!repository.decide(id, State.WITHDRAWN, new Decision(actor.person(), clock.instant()), "")) {
                throw KeyChangeProblems.notOpen(proposal);
            }
            trail.append(connection, proposal.recordOf(actor, Act.KEY_CHANGE_WITHDRAWN));
            return repository.find(id).orElseThrow().change();
        });
    }

    /**
     * Stops a key as one person: when this returns, nothing is signed with it any more, and its tokens are dropped. Goes on
     * without database and HSM, and is made lasting when they are back.
     *
     * @throws no.portnokkel.control.ProblemException {@code role-missing}; {@code request-invalid}
     */
    public StopReport stop(Actor actor, KeyRequest request) {
        requireOfficer(actor.person());
        return stop.stop(actor, request);
    }

    /** Returns whether the request is to stop a key. */
    public static boolean isStop(KeyRequest request) {
        return request.checkedAction() == Action.STOP;
    }

    /**
     * Goes on with approved changes, watches those of the last hour, and stores stops that the database has missed. To be called
     * once a second.
     *
     * @throws no.portnokkel.control.ProblemException {@code database-unavailable}
     */
    public void check() {
        stop.storeMissed();
        activator.check();
    }

    /** Returns the problems of changes, as of the last check. Does no I/O. */
    public List<Problem> problems() {
        return activator.problems();
    }
}
