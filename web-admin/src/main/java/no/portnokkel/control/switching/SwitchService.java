package no.portnokkel.control.switching;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.audit.Act;
import no.portnokkel.control.audit.AuditTrail;
import no.portnokkel.control.switching.Switch.Decision;
import no.portnokkel.control.switching.SwitchRepository.StoredSwitch;
import no.portnokkel.control.users.Actor;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Users;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.problem.Problem;
import no.portnokkel.settings.CheckedValues;

/**
 * Switches the environment of this server, and of all nodes that share its database: two persons decide, or one in an emergency.
 * Safe for any number of threads.
 */
public final class SwitchService {
    private final Users users;
    private final FourEyes fourEyes;
    private final Database database;
    private final AuditTrail trail;
    private final Clock clock;
    private final ConfirmationService confirmations;
    private final SwitchProposals proposals;
    private final KeyDecisions keyDecisions;
    private final ChoicePublisher publisher;
    private final SwitchExecutor executor;
    private final EmergencySwitches emergencies;
    private final FirstGrantMonitor firstGrants;

    private SwitchService(
            Configuration configuration,
            Users users,
            Rules rules,
            EnvironmentRuntime runtime,
            Database database,
            AuditTrail trail,
            Clock clock,
            Supplier<UUID> ids,
            Executor attempts) {
        this.users = users;
        this.fourEyes = new FourEyes(configuration, rules.onePersonIsEnough());
        this.database = database;
        this.trail = trail;
        this.clock = clock;
        this.confirmations =
                new ConfirmationService(configuration, users, fourEyes, runtime, database, trail, clock, ids);
        this.proposals = new SwitchProposals(
                new EnvironmentComparison(configuration, runtime),
                users,
                fourEyes,
                runtime,
                database,
                trail,
                clock,
                ids);
        this.keyDecisions = new KeyDecisions(runtime, database, confirmations, configuration, trail);
        this.publisher = new ChoicePublisher(runtime, database, keyDecisions);
        this.executor = new SwitchExecutor(runtime, database, trail, clock, proposals, confirmations, publisher);
        this.emergencies = new EmergencySwitches(
                proposals, executor, confirmations, fourEyes, runtime, database, trail, clock, rules.reviewWithin());
        this.firstGrants = new FirstGrantMonitor(
                configuration, runtime, database, trail, clock, confirmations, rules.confirmWithin(), attempts);
    }

    /**
     * Returns the service of one server.
     *
     * @param trail records each decision in its transaction
     * @param clock decides when proposals expire
     * @param ids supplies the ids of new switches
     * @param attempts runs one task at a time and discards others meanwhile; each may take as long as a grant
     */
    public static SwitchService of(
            Configuration configuration,
            Users users,
            Rules rules,
            EnvironmentRuntime runtime,
            Database database,
            AuditTrail trail,
            Clock clock,
            Supplier<UUID> ids,
            Executor attempts) {
        return new SwitchService(configuration, users, rules, runtime, database, trail, clock, ids, attempts);
    }

    /** Returns what compares the settings and users in effect with the confirmed ones. */
    public ConfirmationService confirmations() {
        return confirmations;
    }

    /** Returns what compares persons and roles. */
    public FourEyes fourEyes() {
        return fourEyes;
    }

    /** Returns what commits decisions about keys. */
    public KeyDecisions keyDecisions() {
        return keyDecisions;
    }

    /** Returns all switches, the newest first. */
    public List<Switch> all() {
        return database.transaction(connection -> {
            proposals.expire(connection);
            return new SwitchRepository(connection).all();
        });
    }

    /** Returns what an approval of this switch requires; empty when one person is enough, and once it is decided. */
    public Set<Switch.ApprovalRequirement> requirements(Switch change) {
        return change.state() == Switch.State.PROPOSED ? fourEyes.requirements(change.from(), change.to()) : Set.of();
    }

    /**
     * Returns the settings that a switch to this environment would change now.
     *
     * @throws ProblemException when a switch to it cannot be proposed
     */
    public List<Switch.Difference> preview(String environment) {
        return proposals.difference(environment);
    }

    /**
     * Checks that a person may propose.
     *
     * @throws ProblemException {@code role-missing}
     */
    public void requireProposer(Person person) {
        fourEyes.requireProposer(person);
    }

    /**
     * Proposes a switch to another environment.
     *
     * @throws ProblemException {@code role-missing}; {@code request-invalid}, {@code environment-retired}, or {@code configuration-invalid}
     *     with all problems of that environment; {@code switch-conflict} when too many proposals are open
     */
    public Switch propose(Actor proposer, String environment, ChangeRecord record) {
        return proposals.propose(proposer, environment, record);
    }

    /**
     * Approves a proposal: fetches a token in the target environment, then makes every deployment on every node use that
     * environment.
     *
     * @param digest that the approver saw ({@link Switch#digest()}); empty if the approver names none
     * @throws ProblemException {@code switch-needs-other-person}; {@code switch-conflict} when the proposal is decided,
     *     settings or users have changed since, or this node is not fit to approve; {@code switch-dry-run-failed}: only the
     *     proposal's problem has changed
     */
    public Switch approve(UUID id, Actor actor, Optional<String> digest) {
        Person approver = actor.person();
        StoredSwitch stored = proposals.findOpen(id);
        Switch proposal = stored.change();
        Person proposer = users.current(proposal.proposedBy()).orElseThrow(SwitchProblems::changedSinceProposal);
        fourEyes.check(requirements(proposal), proposer, approver);
        confirmations.requireConfirmedPersons(requirements(proposal), proposer, approver);
        if (digest.filter(seen -> !seen.equals(proposal.digest())).isPresent()) {
            throw SwitchProblems.otherDigest();
        }
        Switch executed = executor.execute(stored, proposer, actor);
        firstGrants.begin(executed);
        return executed;
    }

    /**
     * Withdraws a proposal.
     *
     * @throws ProblemException {@code switch-conflict} when the proposal is already decided
     */
    public Switch withdraw(UUID id, Actor actor) {
        Switch proposal = proposals.findOpen(id).change();
        return database.transaction(connection -> {
            SwitchRepository repository = new SwitchRepository(connection);
            if (!repository.withdraw(id, new Decision(actor.person(), clock.instant()))) {
                throw SwitchProblems.notOpen(proposal);
            }
            trail.append(connection, proposal.recordOf(actor, Act.SWITCH_WITHDRAWN));
            return repository.find(id).orElseThrow().change();
        });
    }

    /**
     * Switches at once as one person. Everybody sees it as {@code emergency-change} until another person has reviewed it.
     *
     * @throws ProblemException as {@link #propose} and {@link #approve}; {@code switch-conflict} if two persons have not confirmed
     *     the target as it is now, or ten emergency changes of this person wait for a review
     */
    public Switch switchInEmergency(Actor person, String environment, ChangeRecord record) {
        Switch executed = emergencies.execute(person, environment, record);
        firstGrants.begin(executed);
        return executed;
    }

    /**
     * Reviews an emergency change as another person.
     *
     * @param note what that person found
     * @throws ProblemException {@code not-found}; {@code switch-needs-other-person}; {@code switch-conflict} when it is reviewed
     */
    public Switch review(UUID id, Actor reviewer, String note) {
        return emergencies.review(id, reviewer, note);
    }

    /**
     * Follows what other nodes have committed, starts the next attempt of a first grant, and reads what waits for a review. To be
     * called once a second.
     *
     * @throws ProblemException {@code database-unavailable}
     */
    public void check() {
        publisher.followCommitted();
        firstGrants.check();
        emergencies.check();
    }

    /** Returns the problems of switches that are stored, as of the last check. Does no I/O. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        publisher.problem().ifPresent(problems::add);
        firstGrants.problem().ifPresent(problems::add);
        problems.addAll(emergencies.problems());
        return problems;
    }

    /**
     * What is configured about switches.
     *
     * @param onePersonIsEnough {@code portnokkel.admin.one-person-switch}; ignored when production is involved
     * @param reviewWithin {@code portnokkel.admin.emergency-review}: time to review an emergency change
     * @param confirmWithin {@code portnokkel.switch.confirm-within}: time within which the first grant has to succeed
     */
    public record Rules(boolean onePersonIsEnough, Duration reviewWithin, Duration confirmWithin) {
        /** Reads them; wrong values are reported. */
        public static Rules read(CheckedValues values) {
            return new Rules(
                    values.text("admin.one-person-switch")
                            .filter("true"::equals)
                            .isPresent(),
                    values.duration("admin.emergency-review", Duration.ofMinutes(1), Duration.ofDays(7))
                            .orElse(Duration.ofHours(24)),
                    values.duration("switch.confirm-within", Duration.ofSeconds(1), Duration.ofHours(1))
                            .orElse(Duration.ofMinutes(2)));
        }
    }
}
