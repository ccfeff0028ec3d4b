package no.portnokkel.control.switching;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.audit.Act;
import no.portnokkel.control.audit.AuditTrail;
import no.portnokkel.control.switching.Switch.ApprovalRequirement;
import no.portnokkel.control.switching.Switch.Difference;
import no.portnokkel.control.users.Actor;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Users;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.config.KeyChoices;
import no.portnokkel.problem.Problem;
import no.portnokkel.runtime.EffectiveSettings;
import no.portnokkel.runtime.RecordSigner.Verdict;
import no.portnokkel.runtime.StoredChoice;
import no.portnokkel.runtime.StoredChoice.Digests;

/**
 * Compares the settings and users in effect with those that two persons confirmed last. What differs is used, and reported
 * until two persons confirm it. An approved switch confirms its target. Safe for any number of threads.
 */
public final class ConfirmationService {
    private static final Duration PROPOSAL_LIFETIME = Duration.ofHours(24);

    private final Configuration configuration;
    private final Users users;
    private final FourEyes fourEyes;
    private final EnvironmentRuntime runtime;
    private final Database database;
    private final AuditTrail trail;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private volatile Confirmation.Last known = new Confirmation.Last("", false, Optional.empty());

    ConfirmationService(
            Configuration configuration,
            Users users,
            FourEyes fourEyes,
            EnvironmentRuntime runtime,
            Database database,
            AuditTrail trail,
            Clock clock,
            Supplier<UUID> ids) {
        this.configuration = configuration;
        this.users = users;
        this.fourEyes = fourEyes;
        this.runtime = runtime;
        this.database = database;
        this.trail = trail;
        this.clock = clock;
        this.ids = ids;
    }

    /** Returns what differs from the confirmed state now, and the open proposal to confirm it. */
    public Confirmation.Overview overview() {
        String environment = active();
        refresh();
        return new Confirmation.Overview(
                environment, known.state().isPresent(), difference(environment), openProposal(environment));
    }

    /** Returns what an approval requires. */
    public Set<ApprovalRequirement> requirements(Confirmation confirmation) {
        return confirmation.decision().isEmpty()
                ? fourEyes.requirements(Optional.of(confirmation.environment()), confirmation.environment())
                : Set.of();
    }

    /**
     * Proposes to confirm what is in effect now. Returns the open proposal if somebody has proposed the same.
     *
     * @throws ProblemException {@code switch-conflict} when nothing differs
     */
    public Confirmation propose(Actor proposer) {
        String environment = active();
        refresh();
        EnvironmentSettings settings = configuration.environments().get(environment);
        if (settings != null && settings.state() != EnvironmentSettings.State.READY) {
            throw SwitchProblems.notReady(environment, settings.problems());
        }
        if (settings == null || (difference(environment).isEmpty() && !runtime.isStoredChoiceRejected())) {
            throw SwitchProblems.nothingToConfirm();
        }
        return openProposal(environment).orElseGet(() -> insert(proposal(environment, proposer.person()), proposer));
    }

    private Confirmation insert(Confirmation proposed, Actor proposer) {
        String signature = runtime.sign(proposed.environment(), proposed.signedText(0));
        return database.transaction(connection -> {
            new ConfirmationRepository(connection).insert(proposed, signature);
            trail.append(connection, proposed.recordOf(proposer, Act.CONFIRMATION_PROPOSED));
            return proposed;
        });
    }

    /**
     * Confirms what was proposed, signs it in the HSM, and stores the choice of environment anew for all deployments.
     *
     * @throws ProblemException {@code switch-needs-other-person}; {@code switch-conflict} when it is decided or expired, what is in
     *     effect has changed since, or this node is not fit to approve
     */
    public Confirmation approve(UUID id, Actor actor) {
        Person approver = actor.person();
        runtime.requireFitToConfirm();
        ConfirmationRepository.Stored stored = database.transaction(
                        connection -> new ConfirmationRepository(connection).find(id))
                .orElseThrow(() -> SwitchProblems.unknownConfirmation(id));
        Confirmation proposal = stored.confirmation();
        Person proposer = users.current(proposal.proposedBy()).orElseThrow(SwitchProblems::confirmationNotOpen);
        fourEyes.check(requirements(proposal), proposer, approver);
        requireConfirmedPersons(requirements(proposal), proposer, approver);
        if (proposal.decision().isPresent() || !proposal.environment().equals(active()) || !isUnchanged(proposal)) {
            throw SwitchProblems.confirmationNotOpen();
        }
        if (runtime.verify(proposal.environment(), stored.signedText(), stored.signature()) != Verdict.VALID) {
            throw SwitchProblems.unsignedProposal();
        }
        Confirmation approved = proposal.decidedBy(approver, now());
        String digest = approved.state().digest();
        StoredChoice choice = database.transaction(connection -> {
            store(connection, approved, runtime.active().keys());
            StoredChoice signed = runtime.signed(runtime.active(), new Digests(digest, Optional.of(digest)));
            trail.append(connection, approved.recordOf(actor, Act.CONFIRMATION_APPROVED));
            return signed;
        });
        accept(approved);
        runtime.activate(choice);
        runtime.clearRejection();
        return approved;
    }

    private Confirmation proposal(String environment, Person proposer) {
        return Confirmation.proposed(ids.get(), environment, inEffect(environment), proposer, now(), PROPOSAL_LIFETIME);
    }

    /** Returns the open proposal to confirm exactly what is in effect now. */
    private Optional<Confirmation> openProposal(String environment) {
        return database.transaction(
                        connection -> new ConfirmationRepository(connection).open(environment, clock.instant()))
                .filter(this::isUnchanged);
    }

    private boolean isUnchanged(Confirmation proposal) {
        return proposal.state().digest().equals(inEffect(proposal.environment()).digest());
    }

    /**
     * Confirms a state of an environment in the transaction of the decision that leads to it.
     *
     * @param keys after the decision: the key in use then signs it
     */
    Confirmation confirm(
            Connection connection,
            String environment,
            EffectiveSettings state,
            KeyChoices keys,
            Person proposer,
            Person approver)
            throws SQLException {
        Confirmation approved = Confirmation.proposed(ids.get(), environment, state, proposer, now(), PROPOSAL_LIFETIME)
                .decidedBy(approver, now());
        insert(connection, approved, keys);
        return approved;
    }

    /** Stores a decision that was not proposed here: two persons have made it before, or with what leads to it. */
    void insert(Connection connection, Confirmation approved, KeyChoices keys) throws SQLException {
        new ConfirmationRepository(connection).insert(approved, "");
        store(connection, approved, keys);
    }

    /** Returns what two persons confirmed last of the environment in use, as of the last look. Does no I/O. */
    public Optional<Confirmation> lastKnown() {
        return known.confirmation().filter(last -> last.environment().equals(active()));
    }

    /** Signs the decision and stores it, unless somebody else has decided meanwhile. */
    private void store(Connection connection, Confirmation approved, KeyChoices keys) throws SQLException {
        ConfirmationRepository repository = new ConfirmationRepository(connection);
        long sequence = repository.nextSequence();
        String signature = runtime.sign(approved.environment(), keys, approved.signedText(sequence));
        if (!repository.decide(approved.id(), approved.decision().orElseThrow(), sequence, signature)) {
            throw SwitchProblems.confirmationNotOpen();
        }
    }

    /** Makes a stored confirmation the state that everything is compared with. */
    void accept(Confirmation approved) {
        known = new Confirmation.Last(approved.environment(), true, Optional.of(approved));
    }

    /** Databases store microseconds; the signature covers the time. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Checks the accounts of both persons; see {@link FourEyes#checkAccounts}. */
    public void requireConfirmedPersons(Set<ApprovalRequirement> requirements, Person proposer, Person approver) {
        refresh();
        if (requirements.contains(ApprovalRequirement.OTHER_PERSON)) {
            known.state().ifPresent(confirmed -> fourEyes.checkAccounts(confirmed, users, proposer, approver));
        }
    }

    /** Returns the digests of what is in effect and what is confirmed; empty while the database or the HSM is unavailable. */
    public Optional<Digests> digests() {
        refresh();
        Confirmation.Last confirmed = known;
        return confirmed.isKnown() && runtime.active().environment().equals(Optional.of(confirmed.environment()))
                ? Optional.of(confirmed.digests(inEffect(confirmed.environment())))
                : Optional.empty();
    }

    /** Returns the digests of an environment, in use or not. A confirmation whose signature cannot be verified does not count. */
    Digests digests(Connection connection, String environment) throws SQLException {
        return read(connection, environment).digests(inEffect(environment));
    }

    /** Reads the last confirmation of an environment and verifies its signature. */
    private Confirmation.Last read(Connection connection, String environment) throws SQLException {
        Optional<ConfirmationRepository.Stored> last = new ConfirmationRepository(connection).last(environment);
        Verdict verdict = last.map(stored -> runtime.verify(environment, stored.signedText(), stored.signature()))
                .orElse(Verdict.INVALID);
        return new Confirmation.Last(
                environment,
                verdict != Verdict.UNKNOWN,
                last.filter(stored -> verdict == Verdict.VALID).map(ConfirmationRepository.Stored::confirmation));
    }

    private void refresh() {
        String environment = active();
        try {
            known = database.transaction(connection -> read(connection, environment));
        } catch (ProblemException unavailable) {
            if (!known.environment().equals(environment)) {
                known = new Confirmation.Last(environment, false, Optional.empty());
            }
        }
    }

    /** Returns what is in effect and not confirmed; empty if everything is, or nothing is known yet. Does no I/O. */
    public Optional<Problem> problem() {
        String environment = active();
        Confirmation.Last confirmed = known;
        EnvironmentSettings settings = configuration.environments().get(environment);
        if (settings == null || !confirmed.isKnown() || !confirmed.environment().equals(environment)) {
            return Optional.empty();
        }
        if (confirmed.state().isEmpty()) {
            return Optional.of(SwitchProblems.neverConfirmed(environment))
                    .filter(never -> settings.environment().environmentClass() == EnvironmentClass.PRODUCTION);
        }
        return Optional.of(difference(environment))
                .filter(differing -> !differing.isEmpty())
                .map(differing -> SwitchProblems.notConfirmed(environment, differing));
    }

    private List<Difference> difference(String environment) {
        return Difference.between(known.state().orElseGet(EffectiveSettings::none), inEffect(environment));
    }

    /** Returns the settings of an environment with the users and rules, as configured now, and the keys in use. */
    public EffectiveSettings inEffect(String environment) {
        return inEffect(environment, runtime.active().keys());
    }

    EffectiveSettings inEffect(String environment, KeyChoices keys) {
        return fourEyes.inEffect(environment, keys).with(users.fingerprints());
    }

    /** Returns what two persons confirmed last of an environment, with a valid signature. */
    Optional<Confirmation> confirmed(Connection connection, String environment) throws SQLException {
        return read(connection, environment).confirmation();
    }

    private String active() {
        return runtime.active().environment().orElse("");
    }
}
