package no.portnokkel.control.switching;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.audit.Act;
import no.portnokkel.control.audit.AuditRecord;
import no.portnokkel.control.audit.AuditTrail;
import no.portnokkel.control.switching.Switch.FirstGrant;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.runtime.EnvironmentChoice;
import no.portnokkel.runtime.StoredChoice;

/**
 * Makes the first grant after a switch, and goes back to the environment before it if that grant is refused until the time is
 * over. Only a refusal, or the environment's own key or configuration, leads back; while the network or Maskinporten is down, the
 * attempts go on. A later switch ends them. Thread-safe.
 */
final class FirstGrantMonitor {
    private static final System.Logger LOG = System.getLogger(FirstGrantMonitor.class.getName());

    /** The node that executed the switch makes its first grant; another one only if that node has ended. */
    private static final Duration TAKE_OVER_AFTER = Duration.ofSeconds(10);

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(2);

    private static final Set<ProblemCode> TRANSIENT = EnumSet.of(
            ProblemCode.MASKINPORTEN_UNREACHABLE,
            ProblemCode.MASKINPORTEN_UNAVAILABLE,
            ProblemCode.MASKINPORTEN_ANSWER_INVALID,
            ProblemCode.HSM_UNAVAILABLE,
            ProblemCode.HSM_BUSY,
            ProblemCode.HSM_FAILED,
            ProblemCode.STOPPING,
            ProblemCode.INTERNAL_ERROR);

    private final Configuration configuration;
    private final EnvironmentRuntime runtime;
    private final Database database;
    private final AuditTrail trail;
    private final Clock clock;
    private final ConfirmationService confirmations;
    private final Duration confirmWithin;
    private final Executor attempts;
    private volatile Optional<UUID> executedHere = Optional.empty();
    private volatile Instant nextAttempt = Instant.MIN;
    private volatile Optional<Problem> problem = Optional.empty();

    /** @param attempts runs one task at a time and discards others meanwhile: an attempt may take as long as a grant */
    FirstGrantMonitor(
            Configuration configuration,
            EnvironmentRuntime runtime,
            Database database,
            AuditTrail trail,
            Clock clock,
            ConfirmationService confirmations,
            Duration confirmWithin,
            Executor attempts) {
        this.configuration = configuration;
        this.runtime = runtime;
        this.database = database;
        this.trail = trail;
        this.clock = clock;
        this.confirmations = confirmations;
        this.confirmWithin = confirmWithin;
        this.attempts = attempts;
    }

    /** This node has executed a switch. */
    void begin(Switch executed) {
        executedHere = Optional.of(executed.id());
        nextAttempt = Instant.MIN;
    }

    /**
     * Starts the next attempt at the first grant after the last switch, if it is still awaited, and returns at once.
     *
     * @throws ProblemException {@code database-unavailable}
     */
    void check() {
        Optional<Switch> executed = database.transaction(connection -> {
            List<ChoiceRepository.Choice> choices = new ChoiceRepository(connection).last(1);
            Optional<UUID> last =
                    choices.isEmpty() ? Optional.empty() : choices.get(0).switchId();
            return last.isEmpty()
                    ? Optional.empty()
                    : new SwitchRepository(connection).find(last.get()).map(SwitchRepository.StoredSwitch::change);
        });
        problem = executed.flatMap(FirstGrantMonitor::problemOf);
        executed.filter(change -> change.firstGrant().equals(Optional.of(FirstGrant.AWAITED)))
                .filter(change -> runtime.active().environment().equals(Optional.of(change.to())))
                .filter(this::isMine)
                .filter(change -> !clock.instant().isBefore(nextAttempt))
                .ifPresent(change -> attempts.execute(() -> attempt(change)));
    }

    private static Optional<Problem> problemOf(Switch last) {
        boolean hasFailed =
                last.state() == Switch.State.REVERTED || last.firstGrant().equals(Optional.of(FirstGrant.REFUSED));
        return hasFailed && last.problem().isPresent() // rows can be deleted by hand
                ? Optional.of(SwitchProblems.firstGrantFailed(last))
                : Optional.empty();
    }

    private boolean isMine(Switch change) {
        return executedHere.equals(Optional.of(change.id()))
                || clock.instant().isAfter(end(change).plus(TAKE_OVER_AFTER));
    }

    private Instant end(Switch change) {
        return change.decision().orElseThrow().at().plus(confirmWithin);
    }

    private void attempt(Switch change) {
        try {
            runtime.dryRun(change.to());
            database.transaction(connection ->
                    new ExecutedSwitchRepository(connection).endFirstGrant(change.id(), FirstGrant.SUCCEEDED));
        } catch (TokenException failed) {
            boolean isOver = !clock.instant().isBefore(end(change));
            if (isOver && !TRANSIENT.contains(failed.problem().code())) {
                giveUp(change, failed.problem());
            }
        } catch (ProblemException notStored) {
            LOG.log(System.Logger.Level.DEBUG, "The first grant succeeded and could not be recorded yet", notStored);
        } finally {
            nextAttempt = clock.instant().plus(BETWEEN_ATTEMPTS);
        }
    }

    private void giveUp(Switch change, Problem cause) {
        try {
            Optional<String> back = change.from().filter(this::isUsable);
            if (back.isPresent()) {
                rollBack(change, back.get(), cause);
            } else {
                database.transaction(connection -> {
                    new SwitchDetails(connection).replaceProblem(change.id(), cause);
                    return new ExecutedSwitchRepository(connection).endFirstGrant(change.id(), FirstGrant.REFUSED);
                });
            }
        } catch (ProblemException notStored) {
            LOG.log(System.Logger.Level.DEBUG, "The switch is not rolled back yet; tried again", notStored);
        }
    }

    private boolean isUsable(String environment) {
        EnvironmentSettings settings = configuration.environments().get(environment);
        return settings != null && settings.state() == EnvironmentSettings.State.READY;
    }

    private void rollBack(Switch change, String environment, Problem cause) {
        Optional<RolledBack> done = database.transaction(connection -> {
            if (!new ExecutedSwitchRepository(connection).revert(change.id(), clock.instant())) {
                return Optional.empty();
            }
            new SwitchDetails(connection).replaceProblem(change.id(), cause);
            ChoiceRepository choices = new ChoiceRepository(connection);
            EnvironmentChoice active = runtime.active();
            StoredChoice choice = runtime.signed(
                    active.switchedTo(
                            environment,
                            choices.nextVersion(active.version(), runtime)
                                    .orElseThrow(() -> SwitchProblems.notOpen(change)),
                            clock.instant()),
                    confirmations.digests(connection, environment));
            if (!choices.insert(choice, change.id())) {
                throw SwitchProblems.notOpen(change);
            }
            Switch reverted = new SwitchRepository(connection)
                    .find(change.id())
                    .orElseThrow()
                    .change();
            trail.append(
                    connection,
                    AuditRecord.byProduct(Act.SWITCH_REVERTED, "switch " + change.id())
                            .change(Optional.of(change.to()), environment)
                            .because(cause.detail().en()));
            return Optional.of(new RolledBack(reverted, choice));
        });
        done.ifPresent(rolledBack -> {
            runtime.activate(rolledBack.choice());
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}",
                    SwitchProblems.firstGrantFailed(rolledBack.change()).sentence());
        });
    }

    private record RolledBack(Switch change, StoredChoice choice) {}

    /** Returns why the last switch was rolled back, or could not be; empty otherwise. Does no I/O. */
    Optional<Problem> problem() {
        return problem;
    }
}
