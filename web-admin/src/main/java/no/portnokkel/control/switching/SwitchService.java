package no.portnokkel.control.switching;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

/**
 * The desk where a change of environment is proposed and approved. Every method throws {@link ProblemException}, with
 * {@code configuration-invalid} while the database cannot be used. Safe for any number of threads; of two who decide at
 * once, one wins.
 */
public final class SwitchService {
    /** Proposals expire after this. */
    private static final Duration LIFE = Duration.ofHours(24);

    private static final int LONGEST_REASON = 1_000;

    private final EnvironmentComparison sides;
    private final Users users;
    private final FourEyes rules;
    private final EnvironmentRuntime live;
    private final Database database;
    private final Clock clock;
    private final Supplier<UUID> ids;

    private SwitchService(
            EnvironmentComparison sides,
            Users users,
            FourEyes rules,
            EnvironmentRuntime live,
            Database database,
            Clock clock,
            Supplier<UUID> ids) {
        this.sides = sides;
        this.users = users;
        this.rules = rules;
        this.live = live;
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * The desk of one server.
     *
     * @param onePersonIsEnough {@code portnokkel.admin.one-person-switch}; without effect where production is touched
     * @param clock proposals expire by it
     * @param ids of new switches
     */
    public static SwitchService of(
            Configuration configuration,
            Users users,
            boolean onePersonIsEnough,
            EnvironmentRuntime live,
            Database database,
            Clock clock,
            Supplier<UUID> ids) {
        FourEyes rules = new FourEyes(configuration, onePersonIsEnough);
        return new SwitchService(
                new EnvironmentComparison(configuration, live), users, rules, live, database, clock, ids);
    }

    /** All switches, the newest first. */
    public List<Switch> all() {
        return database.transaction(connection -> {
            SwitchRepository table = new SwitchRepository(connection);
            table.expire(clock.instant());
            return table.all();
        });
    }

    /** What an approval of this switch needs; nothing once it is decided. */
    public Set<ApprovalRequirement> needs(Switch known) {
        return known.state() == SwitchState.PROPOSED ? rules.needs(known.from(), known.to()) : Set.of();
    }

    /**
     * What a switch to this environment would change now.
     *
     * @throws ProblemException when it could not be proposed
     */
    public List<Difference> preview(String environment) {
        return sides.difference(environment);
    }

    /**
     * Proposes to use another environment.
     *
     * @throws ProblemException {@code request-invalid}, {@code environment-retired}, or {@code configuration-invalid}
     *     with all that keeps that environment from being used
     */
    public Switch propose(Person who, String environment, String reason) {
        List<Difference> difference = sides.difference(environment);
        String words = reason.strip();
        if (words.isEmpty() || words.length() > LONGEST_REASON) {
            throw SwitchProblems.noReason(LONGEST_REASON);
        }
        Instant now = clock.instant();
        Switch proposed = new Switch(
                ids.get(),
                live.active().environment(),
                environment,
                words,
                who.name(),
                now,
                now.plus(LIFE),
                difference,
                SwitchState.PROPOSED,
                Optional.empty(),
                Optional.empty());
        database.transaction(connection -> {
            new SwitchRepository(connection).insert(proposed, binding(environment));
            return proposed;
        });
        return proposed;
    }

    private ApprovalDigest binding(String environment) {
        return ApprovalDigest.of(sides.source(), sides.target(environment), users.all());
    }

    /**
     * Approves a proposal: tries the target, then makes every deployment use it.
     *
     * @throws ProblemException {@code switch-needs-other-person}; {@code switch-conflict} when it is no longer what was
     *     proposed; {@code switch-dry-run-failed}, and then nothing has changed but the proposal's problem
     */
    public Switch approve(UUID id, Person who) {
        SwitchRepository.Stored stored = open(id);
        Switch proposal = stored.known();
        Person proposer = users.find(proposal.proposedBy()).orElseThrow(SwitchProblems::changedSinceProposal);
        rules.check(needs(proposal), proposer, who);
        if (live.certificate(proposal.to()).isPresent()) { // else the dry run says why the HSM does not show it
            requireUnchanged(stored);
        }
        try {
            live.dryRun(proposal.to());
        } catch (TokenException failed) {
            database.transaction(connection -> {
                new SwitchDetails(connection).replaceProblem(id, failed.problem());
                return id;
            });
            throw SwitchProblems.dryRunFailed(proposal.to(), failed.problem());
        }
        requireUnchanged(stored);
        return database.transaction(connection -> {
            SwitchRepository table = new SwitchRepository(connection);
            long stands = Math.max(
                    live.active().version(),
                    table.lastChoice().map(SwitchRepository.Choice::version).orElse(0L));
            if (!table.activate(id, new Decision(who.name(), clock.instant()), stands + 1)) {
                throw SwitchProblems.notOpen(proposal);
            }
            live.activate(proposal.to(), stands + 1);
            return table.find(id).orElseThrow().known();
        });
    }

    private void requireUnchanged(SwitchRepository.Stored stored) {
        if (!binding(stored.known().to()).equals(stored.binding())) {
            throw SwitchProblems.changedSinceProposal();
        }
    }

    /**
     * Withdraws a proposal.
     *
     * @throws ProblemException {@code switch-conflict} when it is decided already
     */
    public Switch withdraw(UUID id, Person who) {
        Switch proposal = open(id).known();
        return database.transaction(connection -> {
            SwitchRepository table = new SwitchRepository(connection);
            if (!table.withdraw(id, new Decision(who.name(), clock.instant()))) {
                throw SwitchProblems.notOpen(proposal);
            }
            return table.find(id).orElseThrow().known();
        });
    }

    private SwitchRepository.Stored open(UUID id) {
        SwitchRepository.Stored stored = database.transaction(connection -> {
                    SwitchRepository table = new SwitchRepository(connection);
                    table.expire(clock.instant());
                    return table.find(id);
                })
                .orElseThrow(() -> SwitchProblems.unknownSwitch(id));
        if (stored.known().state() != SwitchState.PROPOSED) {
            throw SwitchProblems.notOpen(stored.known());
        }
        return stored;
    }

    /** Tells the server the choice that was made last, where it does not know it or an older one: after a restart. */
    public void restore() {
        database.transaction(connection -> new SwitchRepository(connection).lastChoice())
                .filter(choice -> choice.version() > live.active().version())
                .ifPresent(choice -> live.activate(choice.environment(), choice.version()));
    }
}
