package no.portnokkel.control.switching;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.switching.Switch.Decision;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Users;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.UntrustedText;
import no.portnokkel.runtime.EffectiveSettings;
import no.portnokkel.runtime.RecordSigner.Verdict;
import no.portnokkel.runtime.StoredChoice;
import no.portnokkel.runtime.StoredChoice.Digests;

/**
 * Proposes, approves, executes and withdraws switches of environment. Every method throws {@link ProblemException} with
 * {@code configuration-invalid} while the database is unavailable. Safe for any number of threads: of two concurrent
 * decisions on one proposal, exactly one succeeds.
 */
public final class SwitchService {
    private static final Duration PROPOSAL_LIFETIME = Duration.ofHours(24);
    private static final int MAX_REASON_LENGTH = 1_000; // characters
    private static final int MAX_OPEN = 50;
    private static final int MAX_OPEN_BY_ONE_PERSON = 10;

    private final EnvironmentComparison comparison;
    private final Users users;
    private final FourEyes fourEyes;
    private final EnvironmentRuntime runtime;
    private final Database database;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final ConfirmationService confirmations;
    private volatile Optional<Problem> unsigned = Optional.empty();

    private SwitchService(
            EnvironmentComparison comparison,
            Users users,
            FourEyes fourEyes,
            EnvironmentRuntime runtime,
            Database database,
            Clock clock,
            Supplier<UUID> ids,
            ConfirmationService confirmations) {
        this.confirmations = confirmations;
        this.comparison = comparison;
        this.users = users;
        this.fourEyes = fourEyes;
        this.runtime = runtime;
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Returns the service of one server.
     *
     * @param onePersonIsEnough {@code portnokkel.admin.one-person-switch}; ignored when production is involved
     * @param clock decides when proposals expire
     * @param ids supplies the ids of new switches
     */
    public static SwitchService of(
            Configuration configuration,
            Users users,
            boolean onePersonIsEnough,
            EnvironmentRuntime runtime,
            Database database,
            Clock clock,
            Supplier<UUID> ids) {
        FourEyes fourEyes = new FourEyes(configuration, onePersonIsEnough);
        return new SwitchService(
                new EnvironmentComparison(configuration, runtime),
                users,
                fourEyes,
                runtime,
                database,
                clock,
                ids,
                new ConfirmationService(configuration, users, fourEyes, runtime, database, clock, ids));
    }

    /** Returns what compares the settings and users in effect with the confirmed ones. */
    public ConfirmationService confirmations() {
        return confirmations;
    }

    /** Returns all switches, the newest first. */
    public List<Switch> all() {
        return database.transaction(connection -> {
            SwitchRepository repository = new SwitchRepository(connection);
            repository.expire(clock.instant());
            return repository.all();
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
        return comparison.difference(environment);
    }

    /**
     * Proposes a switch to another environment.
     *
     * @throws ProblemException {@code request-invalid}, {@code environment-retired}, or {@code configuration-invalid}
     *     with all problems of that environment; {@code switch-conflict} when too many proposals are open
     */
    public Switch propose(Person proposer, String environment, String reason) {
        List<Switch.Difference> difference = comparison.difference(environment);
        String trimmed = reason.strip();
        if (UntrustedText.isBlank(trimmed) || trimmed.length() > MAX_REASON_LENGTH) {
            throw SwitchProblems.invalidReason(MAX_REASON_LENGTH);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS); // databases store microseconds, and it is signed
        Switch proposed = new Switch(
                ids.get(),
                runtime.active().environment(),
                environment,
                trimmed,
                proposer.name(),
                now,
                now.plus(PROPOSAL_LIFETIME),
                difference,
                Switch.State.PROPOSED,
                Optional.empty(),
                Optional.empty());
        String digest = approvalDigest(environment);
        String signature = runtime.sign(environment, proposed.signedText(digest));
        return database.transaction(connection -> {
            SwitchRepository repository = new SwitchRepository(connection);
            repository.expire(now);
            List<String> proposers = repository.proposersOfOpen();
            if (proposers.size() >= MAX_OPEN
                    || Collections.frequency(proposers, proposer.name()) >= MAX_OPEN_BY_ONE_PERSON) {
                throw SwitchProblems.tooManyOpen(MAX_OPEN_BY_ONE_PERSON, MAX_OPEN);
            }
            repository.insert(proposed, digest, signature);
            return proposed;
        });
    }

    /** Covers everything that an approval binds: both environments, the users, and the choice that the switch starts from. */
    private String approvalDigest(String environment) {
        Map<String, String> values = new HashMap<>(users.fingerprints());
        values.putAll(fourEyes.settings());
        comparison.source().values().forEach((name, value) -> values.put("source." + name, value));
        comparison.target(environment).values().forEach((name, value) -> values.put("target." + name, value));
        values.put("version", Long.toString(runtime.active().version()));
        return new EffectiveSettings(values).digest();
    }

    /**
     * Approves a proposal: fetches a token in the target environment, then makes every deployment use that environment.
     *
     * @throws ProblemException {@code switch-needs-other-person}; {@code switch-conflict} when the proposal is decided, or
     *     settings or users have changed since; {@code switch-dry-run-failed}: only the proposal's problem has changed
     */
    public Switch approve(UUID id, Person approver) {
        SwitchRepository.StoredSwitch stored = findOpen(id);
        Switch proposal = stored.change();
        Person proposer = users.find(proposal.proposedBy()).orElseThrow(SwitchProblems::changedSinceProposal);
        fourEyes.check(requirements(proposal), proposer, approver);
        confirmations.requireConfirmedPersons(requirements(proposal), proposer, approver);
        if (runtime.certificate(proposal.to()).isPresent()) { // otherwise the dry run reports the HSM's problem
            requireUnchanged(stored);
        }
        try {
            runtime.dryRun(proposal.to());
        } catch (TokenException failed) {
            database.transaction(connection -> {
                new SwitchDetails(connection).replaceProblem(id, failed.problem());
                return id;
            });
            throw SwitchProblems.dryRunFailed(proposal.to(), failed.problem());
        }
        requireUnchanged(stored);
        Approved approved = database.transaction(connection -> {
            SwitchRepository repository = new SwitchRepository(connection);
            long currentVersion = repository.lastVersion(runtime.active());
            if (!repository.activate(id, new Decision(approver.name(), clock.instant()), currentVersion + 1)) {
                throw SwitchProblems.notOpen(proposal);
            }
            Confirmation confirmation = confirmations.confirm(connection, proposal.to(), proposer, approver);
            String digest = confirmation.state().digest();
            StoredChoice choice =
                    runtime.signed(proposal.to(), currentVersion + 1, new Digests(digest, Optional.of(digest)));
            repository.storeSigned(id, choice);
            return new Approved(repository.find(id).orElseThrow().change(), choice, confirmation);
        });
        runtime.activate(approved.choice());
        runtime.clearRejection();
        confirmations.accept(approved.confirmation());
        unsigned = Optional.empty();
        return approved.change();
    }

    private void requireUnchanged(SwitchRepository.StoredSwitch stored) {
        Switch proposal = stored.change();
        if (runtime.verify(proposal.to(), proposal.signedText(stored.digest()), stored.signature()) != Verdict.VALID) {
            throw SwitchProblems.unsignedProposal();
        }
        if (!approvalDigest(proposal.to()).equals(stored.digest())) {
            throw SwitchProblems.changedSinceProposal();
        }
    }

    /**
     * Withdraws a proposal.
     *
     * @throws ProblemException {@code switch-conflict} when the proposal is already decided
     */
    public Switch withdraw(UUID id, Person person) {
        Switch proposal = findOpen(id).change();
        return database.transaction(connection -> {
            SwitchRepository repository = new SwitchRepository(connection);
            if (!repository.withdraw(id, new Decision(person.name(), clock.instant()))) {
                throw SwitchProblems.notOpen(proposal);
            }
            return repository.find(id).orElseThrow().change();
        });
    }

    private SwitchRepository.StoredSwitch findOpen(UUID id) {
        SwitchRepository.StoredSwitch stored = database.transaction(connection -> {
                    SwitchRepository repository = new SwitchRepository(connection);
                    repository.expire(clock.instant());
                    return repository.find(id);
                })
                .orElseThrow(() -> SwitchProblems.unknownSwitch(id));
        if (stored.change().state() != Switch.State.PROPOSED) {
            throw SwitchProblems.notOpen(stored.change());
        }
        return stored;
    }

    /**
     * Activates the last stored choice, unless the server already uses it or a newer one, or nobody signed it. To be repeated: the
     * signature is verified once the HSM is ready.
     */
    public void restore() {
        Optional<SwitchRepository.Choice> newer = database.transaction(
                        connection -> new SwitchRepository(connection).lastChoice())
                .filter(choice -> choice.version() > runtime.active().version());
        Verdict verdict = newer.flatMap(SwitchRepository.Choice::signed)
                .map(choice -> runtime.verify(choice.environment(), choice.signedText(), choice.signature()))
                .orElse(Verdict.INVALID);
        if (verdict == Verdict.VALID) {
            runtime.activate(newer.flatMap(SwitchRepository.Choice::signed).orElseThrow());
        }
        unsigned = newer.filter(choice -> verdict == Verdict.INVALID)
                .map(choice -> SwitchProblems.unsignedSwitch(choice.environment()));
    }

    /** Returns why a stored switch is not followed; empty if none is stored that nobody signed. Does no I/O. */
    public Optional<Problem> problem() {
        return unsigned;
    }

    private record Approved(Switch change, StoredChoice choice, Confirmation confirmation) {}
}
