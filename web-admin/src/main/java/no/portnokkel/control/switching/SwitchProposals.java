package no.portnokkel.control.switching;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import no.portnokkel.control.Database;
import no.portnokkel.control.audit.Act;
import no.portnokkel.control.audit.AuditRecord;
import no.portnokkel.control.audit.AuditTrail;
import no.portnokkel.control.switching.SwitchRepository.StoredSwitch;
import no.portnokkel.control.users.Actor;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Users;
import no.portnokkel.runtime.EffectiveSettings;
import no.portnokkel.runtime.RecordSigner.Verdict;

/**
 * Makes proposals, and checks at the time of a decision that exactly what was proposed would happen: the same settings of both
 * environments, users, rules and choice. Thread-safe.
 */
final class SwitchProposals {
    private static final Duration PROPOSAL_LIFETIME = Duration.ofHours(24);
    private static final int MAX_OPEN = 50;
    private static final int MAX_OPEN_BY_ONE_PERSON = 10;

    private final EnvironmentComparison comparison;
    private final Users users;
    private final FourEyes fourEyes;
    private final EnvironmentRuntime runtime;
    private final Database database;
    private final AuditTrail trail;
    private final Clock clock;
    private final Supplier<UUID> ids;

    SwitchProposals(
            EnvironmentComparison comparison,
            Users users,
            FourEyes fourEyes,
            EnvironmentRuntime runtime,
            Database database,
            AuditTrail trail,
            Clock clock,
            Supplier<UUID> ids) {
        this.comparison = comparison;
        this.users = users;
        this.fourEyes = fourEyes;
        this.runtime = runtime;
        this.database = database;
        this.trail = trail;
        this.clock = clock;
        this.ids = ids;
    }

    /** As {@link SwitchService#preview}. */
    List<Switch.Difference> difference(String environment) {
        return comparison.difference(environment);
    }

    /** Stores a proposal; as {@link SwitchService#propose}. */
    Switch propose(Actor actor, String environment, ChangeRecord record) {
        Person proposer = actor.person();
        fourEyes.requireProposer(proposer);
        StoredSwitch proposed = signed(proposer, environment, record, false);
        return database.transaction(connection -> {
            SwitchRepository repository = new SwitchRepository(connection);
            expire(connection);
            List<String> proposers = repository.proposersOfOpen();
            if (proposers.size() >= MAX_OPEN
                    || Collections.frequency(proposers, proposer.id()) >= MAX_OPEN_BY_ONE_PERSON) {
                throw SwitchProblems.tooManyOpen(MAX_OPEN_BY_ONE_PERSON, MAX_OPEN);
            }
            repository.insert(proposed.change(), proposed.binding(), proposed.signature());
            trail.append(connection, proposed.change().recordOf(actor, Act.SWITCH_PROPOSED));
            return proposed.change();
        });
    }

    /**
     * Returns a proposal that is signed in the HSM and not stored.
     *
     * @throws no.portnokkel.control.ProblemException as {@link SwitchService#propose}
     */
    StoredSwitch signed(Person proposer, String environment, ChangeRecord record, boolean isEmergency) {
        List<Switch.Difference> difference = comparison.difference(environment);
        ChangeRecord checked = record.checked();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS); // databases store microseconds, and it is signed
        Switch proposed = new Switch(
                ids.get(),
                runtime.active().environment(),
                environment,
                checked,
                isEmergency,
                proposer,
                now,
                now.plus(PROPOSAL_LIFETIME),
                difference,
                Switch.State.PROPOSED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        String binding = binding(environment);
        return new StoredSwitch(proposed, binding, runtime.sign(environment, proposed.signedText(binding)));
    }

    /** Covers everything that an approval binds: both environments, the users, and the choice that the switch starts from. */
    private String binding(String environment) {
        Map<String, String> values = new HashMap<>(users.fingerprints());
        values.putAll(fourEyes.settings());
        comparison.source().values().forEach((name, value) -> values.put("source." + name, value));
        comparison.target(environment).values().forEach((name, value) -> values.put("target." + name, value));
        values.put("version", Long.toString(runtime.active().version()));
        return new EffectiveSettings(values).digest();
    }

    /** @throws no.portnokkel.control.ProblemException {@code switch-conflict} if nobody signed the proposal, or anything differs */
    void requireUnchanged(StoredSwitch stored) {
        Switch proposal = stored.change();
        if (runtime.verify(proposal.to(), proposal.signedText(stored.binding()), stored.signature()) != Verdict.VALID) {
            throw SwitchProblems.unsignedProposal();
        }
        if (!binding(proposal.to()).equals(stored.binding())) {
            throw SwitchProblems.changedSinceProposal();
        }
    }

    /** Ends proposals whose time is over. */
    void expire(Connection connection) throws SQLException {
        for (UUID expired : new SwitchRepository(connection).expire(clock.instant())) {
            trail.append(connection, AuditRecord.byProduct(Act.SWITCH_EXPIRED, "switch " + expired));
        }
    }

    /** Reads an open proposal. */
    StoredSwitch findOpen(UUID id) {
        StoredSwitch stored = database.transaction(connection -> {
                    SwitchRepository repository = new SwitchRepository(connection);
                    expire(connection);
                    return repository.find(id);
                })
                .orElseThrow(() -> SwitchProblems.unknownSwitch(id));
        if (stored.change().state() != Switch.State.PROPOSED) {
            throw SwitchProblems.notOpen(stored.change());
        }
        return stored;
    }
}
