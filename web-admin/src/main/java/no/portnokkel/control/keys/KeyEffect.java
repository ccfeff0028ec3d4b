package no.portnokkel.control.keys;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.audit.Act;
import no.portnokkel.control.audit.AuditTrail;
import no.portnokkel.control.keys.KeyChange.Action;
import no.portnokkel.control.keys.KeyChangeRepository.StoredChange;
import no.portnokkel.control.switching.EnvironmentRuntime;
import no.portnokkel.control.switching.KeyDecisions;
import no.portnokkel.maskinporten.config.ClientKey;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.config.KeyChoices;
import no.portnokkel.problem.Problem;
import no.portnokkel.runtime.EnvironmentChoice;
import no.portnokkel.runtime.StoredChoice;

/** Lets a change take effect, and takes it back, each in one transaction with its record. Thread-safe. */
final class KeyEffect {
    private static final System.Logger LOG = System.getLogger(KeyEffect.class.getName());

    private final KeyProposals proposals;
    private final KeyDecisions decisions;
    private final EnvironmentRuntime runtime;
    private final Database database;
    private final AuditTrail trail;
    private final Clock clock;

    KeyEffect(
            KeyProposals proposals,
            KeyDecisions decisions,
            EnvironmentRuntime runtime,
            Database database,
            AuditTrail trail,
            Clock clock) {
        this.proposals = proposals;
        this.decisions = decisions;
        this.runtime = runtime;
        this.database = database;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * Carries out an approved change, unless another node has.
     *
     * @throws no.portnokkel.control.ProblemException {@code switch-conflict} if anything has changed since the proposal
     */
    void carryOut(StoredChange stored) {
        KeyChange change = stored.change();
        EnvironmentChoice used = runtime.active();
        proposals.requireUnchanged(stored);
        publish(database.transaction(connection -> {
            if (!new KeyChangeRepository(connection).activate(change.id(), clock.instant())) {
                return Optional.<StoredChoice>empty(); // another node was faster
            }
            StoredChoice choice = decide(connection, used, decided(used.keys(), change), change);
            trail.append(connection, change.recordOf(act(change.action())));
            return Optional.of(choice);
        }));
    }

    private StoredChoice decide(Connection connection, EnvironmentChoice used, KeyChoices keys, KeyChange change)
            throws SQLException {
        return decisions.store(
                connection,
                used,
                keys,
                change.environment(),
                change.proposedBy(),
                change.decision().orElseThrow().by(),
                change.id());
    }

    private void publish(Optional<StoredChoice> committed) {
        committed.ifPresent(decisions::publish);
    }

    private KeyChoices decided(KeyChoices keys, KeyChange change) {
        return switch (change.action()) {
            case ACTIVATE -> activated(keys, change, change.key());
            case STANDBY -> keys.withStandby(change.environment(), change.client(), change.key());
            case RESTORE ->
                keys.withRestored(proposals
                        .environment(change.environment())
                        .deviceKey(change.key().label()));
            case STOP -> throw new IllegalStateException("A stop waits for nobody");
        };
    }

    private KeyChoices activated(KeyChoices keys, KeyChange change, ClientKey key) {
        EnvironmentSettings environment = proposals.environment(change.environment());
        ClientSettings configured = environment.client(change.client()).orElseThrow();
        return keys.activated(change.environment(), change.client(), List.of(used(change), configured), key);
    }

    private ClientSettings used(KeyChange change) {
        return proposals.used(proposals.environment(change.environment()), change.client());
    }

    /** Returns whether the client uses the key that the change activated, and it is not stopped. */
    boolean isInUse(KeyChange change) {
        try {
            ClientSettings used = used(change);
            return used.clientKey().equals(change.key())
                    && !runtime.active().keys().isStopped(used);
        } catch (ProblemException notConfiguredAnyMore) {
            return false;
        }
    }

    private static Act act(Action action) {
        return switch (action) {
            case ACTIVATE -> Act.KEY_ACTIVATED;
            case STANDBY -> Act.STANDBY_KEY_APPROVED;
            case RESTORE -> Act.KEY_RESTORED;
            case STOP -> Act.KEY_STOPPED;
        };
    }

    /** Lets the client use the key again that it used before the change, unless that key is stopped, or another node has done so. */
    void revert(KeyChange change, Problem cause) {
        if (!isInUse(change) || runtime.active().keys().isStopped(used(change).withKey(change.from()))) {
            return;
        }
        EnvironmentChoice used = runtime.active();
        publish(database.transaction(connection -> {
            if (!new KeyChangeRepository(connection).revert(change.id(), cause)) {
                return Optional.<StoredChoice>empty();
            }
            StoredChoice choice = decide(connection, used, activated(used.keys(), change, change.from()), change);
            trail.append(
                    connection,
                    change.recordOf(Act.KEY_CHANGE_REVERTED)
                            .because(cause.detail().en()));
            return Optional.of(choice);
        }));
        LOG.log(System.Logger.Level.WARNING, "{0}", cause.sentence());
    }
}
