package no.portnokkel.control.switching;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import no.portnokkel.control.Database;
import no.portnokkel.control.audit.Act;
import no.portnokkel.control.audit.AuditRecord;
import no.portnokkel.control.audit.AuditTrail;
import no.portnokkel.control.users.Person;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.DeviceKey;
import no.portnokkel.maskinporten.config.KeyChoices;
import no.portnokkel.runtime.EffectiveSettings;
import no.portnokkel.runtime.EnvironmentChoice;
import no.portnokkel.runtime.RecordSigner.Verdict;
import no.portnokkel.runtime.StoredChoice;
import no.portnokkel.runtime.StoredChoice.Digests;

/**
 * Commits decisions about keys as the next choice of the environment in use, which all nodes follow, and confirms them. Thread-safe.
 */
public final class KeyDecisions {
    private final EnvironmentRuntime runtime;
    private final Database database;
    private final ConfirmationService confirmations;
    private final Configuration configuration;
    private final AuditTrail trail;
    private volatile boolean isFileCompared;

    KeyDecisions(
            EnvironmentRuntime runtime,
            Database database,
            ConfirmationService confirmations,
            Configuration configuration,
            AuditTrail trail) {
        this.runtime = runtime;
        this.database = database;
        this.confirmations = confirmations;
        this.configuration = configuration;
        this.trail = trail;
    }

    /**
     * Stores a decision about the keys of an environment in the caller's transaction, and confirms it.
     *
     * @param used the choice that the decision was about
     * @return to be published after the commit
     * @throws no.portnokkel.control.ProblemException {@code switch-conflict} if a later choice is committed
     */
    public StoredChoice store(
            Connection connection,
            EnvironmentChoice used,
            KeyChoices decided,
            String environment,
            Person proposer,
            Person approver,
            UUID change)
            throws SQLException {
        long version = new ChoiceRepository(connection)
                .nextVersion(used.version(), runtime)
                .orElseThrow(SwitchProblems::changedSinceProposal);
        Digests digests = confirm(connection, environment, decided, proposer, approver);
        EnvironmentChoice choice = used.withKeys(decided, version);
        return insert(
                connection,
                choice,
                used.environment().equals(Optional.of(environment)) ? digests : digests(connection, choice),
                change);
    }

    /** Confirms the other keys only: what else is not confirmed stays so; where nobody has confirmed anything, nothing is. */
    private Digests confirm(
            Connection connection, String environment, KeyChoices decided, Person proposer, Person approver)
            throws SQLException {
        EffectiveSettings before = confirmations.inEffect(environment);
        EffectiveSettings after = confirmations.inEffect(environment, decided);
        Optional<EffectiveSettings> confirmed = confirmations
                .confirmed(connection, environment)
                .map(last -> last.state().changedAs(before, after));
        if (confirmed.isPresent()) {
            confirmations.confirm(connection, environment, confirmed.get(), decided, proposer, approver);
        }
        return new Digests(after.digest(), confirmed.map(EffectiveSettings::digest));
    }

    /**
     * Stores in the caller's transaction that a key is stopped, and others that are stopped here, as the next choice after
     * whatever was committed until now. A standby key takes over from it.
     *
     * @param confirmed what two persons had confirmed before the stop, which stays confirmed although the stopped key signed it
     * @return to be published after the commit
     * @throws no.portnokkel.control.ProblemException {@code switch-conflict} if a later choice cannot be verified yet
     */
    public StoredChoice storeStop(
            Connection connection, DeviceKey stopped, UUID change, Optional<Confirmation> confirmed)
            throws SQLException {
        return storeStops(
                connection,
                change,
                confirmed,
                keys -> keys.withStopped(stopped, configuration.environments().values()));
    }

    private StoredChoice storeStops(
            Connection connection, UUID change, Optional<Confirmation> confirmed, UnaryOperator<KeyChoices> stop)
            throws SQLException {
        ChoiceRepository choices = new ChoiceRepository(connection);
        EnvironmentChoice used = runtime.active();
        EnvironmentChoice base = used;
        for (ChoiceRepository.Choice newer : choices.last(ChoiceRepository.MAX_EXAMINED)) {
            Verdict verdict = newer.version() > used.version() ? newer.verdict(runtime) : Verdict.INVALID;
            if (verdict == Verdict.UNKNOWN) { // what it says must not be lost
                throw SwitchProblems.changedSinceProposal();
            }
            if (verdict == Verdict.VALID) {
                base = newer.signed().orElseThrow().choice();
                break;
            }
        }
        KeyChoices keys = stop.apply(base.keys().withStopped(runtime.ownStops()));
        EnvironmentChoice choice = base.withKeys(keys, choices.lastVersion(used) + 1);
        return insert(connection, choice, confirmAgain(connection, base, choice, confirmed), change);
    }

    /** What was confirmed before a stop is still confirmed after it, with the key that two persons approved to take over. */
    private Digests confirmAgain(
            Connection connection, EnvironmentChoice before, EnvironmentChoice choice, Optional<Confirmation> confirmed)
            throws SQLException {
        String environment = choice.environment().orElse("");
        EffectiveSettings after = confirmations.inEffect(environment, choice.keys());
        Optional<Confirmation> valid = confirmations.confirmed(connection, environment);
        Optional<Confirmation> stored = new ConfirmationRepository(connection)
                .last(environment)
                .map(ConfirmationRepository.Stored::confirmation);
        Optional<Confirmation> last = valid.or(() ->
                confirmed.filter(known -> stored.filter(known::isOfSameState).isPresent()));
        if (last.isEmpty()) {
            return new Digests(after.digest(), Optional.empty());
        }
        EffectiveSettings state =
                last.get().state().changedAs(confirmations.inEffect(environment, before.keys()), after);
        if (valid.filter(same -> same.state().equals(state)).isEmpty()) {
            Confirmation carried = last.get().carriedOver(UUID.randomUUID(), state);
            confirmations.insert(connection, carried, choice.keys());
            trail.append(
                    connection,
                    AuditRecord.byProduct(Act.CONFIRMATION_SIGNED_ANEW, "confirmation " + carried.id())
                            .to(environment)
                            .about(state.digest())
                            .because("confirmation " + last.get().id()));
        }
        return new Digests(after.digest(), Optional.of(state.digest()));
    }

    /**
     * Commits the stops that this server knows and the database does not: one of them, or the HSM, was unavailable.
     *
     * @return to be published; empty if the database holds all
     * @throws no.portnokkel.control.ProblemException {@code database-unavailable}, or when the HSM does not sign
     */
    Optional<StoredChoice> storeMissedStops(EnvironmentChoice used) {
        if (used.keys().stopped().isEmpty()) {
            isFileCompared = true;
            return Optional.empty();
        }
        Optional<StoredChoice> stored = database.transaction(connection -> {
            SortedSet<DeviceKey> missed = missedStops(connection, used);
            if (missed.isEmpty()) {
                return Optional.empty();
            }
            // whoever can write files may have stopped them, so that no standby key takes over
            StoredChoice choice =
                    storeStops(connection, UUID.randomUUID(), Optional.empty(), keys -> keys.withStopped(missed));
            for (DeviceKey key : missed) {
                trail.append(connection, AuditRecord.byProduct(Act.KEY_STOPPED, "key " + key.label()));
            }
            return Optional.of(choice);
        });
        isFileCompared = true;
        return stored;
    }

    /** Those of this process, and at the first look those that the file has, but no committed choice of its version. */
    private SortedSet<DeviceKey> missedStops(Connection connection, EnvironmentChoice used) throws SQLException {
        SortedSet<DeviceKey> missed = runtime.ownStops();
        if (!isFileCompared) {
            SortedSet<DeviceKey> inFile = new TreeSet<>(used.keys().stopped());
            new ChoiceRepository(connection)
                    .find(used.version())
                    .flatMap(ChoiceRepository.Choice::signed)
                    .ifPresent(committed -> inFile.removeAll(committed.keys().stopped()));
            missed.addAll(inFile);
        }
        return missed;
    }

    private Digests digests(Connection connection, EnvironmentChoice choice) throws SQLException {
        String active = choice.environment().orElse("");
        return new Digests(
                confirmations.inEffect(active, choice.keys()).digest(),
                confirmations
                        .confirmed(connection, active)
                        .map(last -> last.state().digest()));
    }

    private StoredChoice insert(Connection connection, EnvironmentChoice choice, Digests digests, UUID change)
            throws SQLException {
        StoredChoice signed = runtime.signed(choice, digests);
        if (!new ChoiceRepository(connection).insertKeys(signed, change)) {
            throw SwitchProblems.changedSinceProposal();
        }
        return signed;
    }

    /** Makes this server follow a choice that is committed. */
    public void publish(StoredChoice committed) {
        runtime.activate(committed);
    }
}
