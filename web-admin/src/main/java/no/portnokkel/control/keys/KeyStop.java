package no.portnokkel.control.keys;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.audit.Act;
import no.portnokkel.control.audit.AuditRecord;
import no.portnokkel.control.audit.AuditTrail;
import no.portnokkel.control.keys.KeyChange.Action;
import no.portnokkel.control.keys.KeyChange.Canary;
import no.portnokkel.control.keys.KeyChange.State;
import no.portnokkel.control.keys.KeyChangeRepository.StoredChange;
import no.portnokkel.control.switching.Confirmation;
import no.portnokkel.control.switching.ConfirmationService;
import no.portnokkel.control.switching.EnvironmentRuntime;
import no.portnokkel.control.switching.KeyDecisions;
import no.portnokkel.control.switching.Switch.Decision;
import no.portnokkel.control.users.Actor;
import no.portnokkel.maskinporten.config.ClientKey;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.DeviceKey;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.config.KeyChoices;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.runtime.CertificateInfo;
import no.portnokkel.runtime.StoredChoice;

/**
 * Stops a key: first on this server, which needs neither database nor HSM, then on all nodes. Stops that the database has missed
 * are stored later. Thread-safe.
 */
final class KeyStop {
    private static final System.Logger LOG = System.getLogger(KeyStop.class.getName());

    private static final int COMMIT_ATTEMPTS = 5;

    /** A node that was not seen for longer counts as gone. */
    private static final Duration WAIT_FOR_NODES = Duration.ofSeconds(12);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Configuration configuration;
    private final KeyProposals proposals;
    private final KeyDecisions decisions;
    private final ConfirmationService confirmations;
    private final EnvironmentRuntime runtime;
    private final LongFunction<List<String>> nodesBehind;
    private final Database database;
    private final AuditTrail trail;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final Queue<Made> missed = new ConcurrentLinkedQueue<>();

    KeyStop(
            Configuration configuration,
            KeyProposals proposals,
            KeyDecisions decisions,
            ConfirmationService confirmations,
            EnvironmentRuntime runtime,
            LongFunction<List<String>> nodesBehind,
            Database database,
            AuditTrail trail,
            Clock clock,
            Supplier<UUID> ids) {
        this.configuration = configuration;
        this.proposals = proposals;
        this.decisions = decisions;
        this.confirmations = confirmations;
        this.runtime = runtime;
        this.nodesBehind = nodesBehind;
        this.database = database;
        this.trail = trail;
        this.clock = clock;
        this.ids = ids;
    }

    /** As {@link KeyChangeService#stop}. */
    StopReport stop(Actor actor, KeyRequest request) {
        ClientKey key = request.checkedKey();
        String reason = request.checkedReason();
        EnvironmentSettings environment = proposals.environment(request.environment());
        ClientSettings used = proposals.used(environment, request.client());
        StopSteps steps = new StopSteps(clock);
        requireKnown(environment, key.label());
        DeviceKey stopped = environment.deviceKey(key.label());
        SortedMap<String, ClientKey> before = keysInUse(runtime.active().keys());
        Optional<Confirmation> confirmed = confirmations.lastKnown();
        runtime.stop(stopped);
        steps.done(StopReport.Step.STOPPED);
        if (runtime.awaitNoGrantWith(stopped)) {
            steps.done(StopReport.Step.NOTHING_UNDER_WAY);
        }
        ClientSettings holder = holder(environment, request.client(), used.withKey(key));
        Optional<CertificateInfo> certificate = certificate(request.environment(), key.label());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        KeyChange change = new KeyChange(
                ids.get(),
                request.environment(),
                request.client(),
                Action.STOP,
                key,
                used.clientKey(),
                certificate.map(CertificateInfo::sha256),
                reason,
                actor.person(),
                now,
                now,
                State.ACTIVE,
                Optional.of(new Decision(actor.person(), now)),
                Canary.NONE,
                Optional.of(now),
                Optional.empty());
        List<String> behind = List.of();
        if (isStored(new Made(change, stopped, confirmed), actor)) {
            steps.done(StopReport.Step.STORED);
            behind = awaitNodes();
            if (behind.isEmpty()) {
                steps.done(StopReport.Step.ALL_NODES);
            }
        }
        return new StopReport(
                change,
                steps.times(),
                behind,
                takenOver(before),
                StopReport.Letters.of(change, environment, holder, certificate));
    }

    /** A key that the environment does not know has to be in its HSM; for others the stop does not wait for the HSM. */
    private void requireKnown(EnvironmentSettings environment, String label) {
        String name = environment.environment().name();
        NavigableSet<String> labels = runtime.active().keys().labels(environment);
        if (!labels.contains(label) && certificate(name, label).isEmpty()) {
            throw KeyChangeProblems.unknownLabel(name, labels);
        }
    }

    /** Returns the client as it signed with the key that is stopped: the letters name how that one was registered. */
    private ClientSettings holder(EnvironmentSettings environment, Optional<String> client, ClientSettings stopped) {
        String name = environment.environment().name();
        Stream<ClientSettings> standby = environment.standby().stream().filter(any -> client.isEmpty());
        return Stream.concat(
                        runtime.active()
                                .keys()
                                .everUsed(
                                        name, client, environment.client(client).orElseThrow()),
                        standby)
                .filter(known -> known.key().equals(stopped.key()))
                .findFirst()
                .orElse(stopped);
    }

    private Optional<CertificateInfo> certificate(String environment, String label) {
        try {
            return Optional.of(runtime.certificate(environment, label));
        } catch (ProblemException notReadable) {
            return Optional.empty();
        }
    }

    private SortedMap<String, ClientKey> keysInUse(KeyChoices decided) {
        SortedMap<String, ClientKey> keys = new TreeMap<>();
        configuration
                .environments()
                .forEach((name, settings) -> decided.appliedTo(settings)
                        .allClients()
                        .forEach((client, used) -> keys.put(KeyChoices.nameOf(name, client), used.clientKey())));
        return keys;
    }

    private SortedMap<String, ClientKey> takenOver(SortedMap<String, ClientKey> before) {
        SortedMap<String, ClientKey> changed = keysInUse(runtime.active().keys());
        changed.entrySet().removeAll(before.entrySet());
        return changed;
    }

    private boolean isStored(Made stop, Actor actor) {
        AuditRecord act = stop.change().recordOf(actor, Act.KEY_STOPPED);
        for (int attempt = 1; attempt <= COMMIT_ATTEMPTS; attempt++) {
            try {
                store(stop, connection -> trail.append(connection, act));
                return true;
            } catch (ProblemException failed) {
                LOG.log(System.Logger.Level.DEBUG, "The stop of a key could not be stored", failed);
                if (failed.problem().code() != ProblemCode.SWITCH_CONFLICT) { // no database or HSM
                    break;
                }
            } catch (
                    RuntimeException
                            unexpected) { // for example no environment is in use; the key is stopped nevertheless
                LOG.log(System.Logger.Level.WARNING, "The stop of a key could not be stored", unexpected);
                break;
            }
        }
        missed.add(stop);
        trail.record(act);
        return false;
    }

    private void store(Made stop, Recording record) {
        decisions.publish(database.transaction(connection -> {
            StoredChoice choice =
                    decisions.storeStop(connection, stop.key(), stop.change().id(), stop.confirmed());
            KeyChangeRepository repository = new KeyChangeRepository(connection);
            if (repository.find(stop.change().id()).isEmpty()) { // else an earlier attempt was stored, its answer lost
                repository.insert(new StoredChange(stop.change(), "", "", ""));
            }
            record.run(connection);
            return choice;
        }));
    }

    /**
     * Stores the stops that were made while the database or the HSM was unavailable.
     *
     * @throws ProblemException {@code database-unavailable}
     */
    void storeMissed() {
        for (Made stop = missed.peek(); stop != null; stop = missed.peek()) {
            try {
                store(stop, connection -> {});
                missed.remove();
            } catch (ProblemException failed) {
                if (failed.problem().code() == ProblemCode.DATABASE_UNAVAILABLE) {
                    throw failed;
                }
                LOG.log(System.Logger.Level.DEBUG, "The stop of a key waits for the HSM", failed);
                return;
            }
        }
    }

    private List<String> awaitNodes() {
        long version = runtime.active().version();
        Instant end = clock.instant().plus(WAIT_FOR_NODES);
        List<String> behind = nodesBehind.apply(version);
        while (!behind.isEmpty()
                && clock.instant().isBefore(end)
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_NANOS);
            behind = nodesBehind.apply(version);
        }
        return behind;
    }

    /** Records the act in the transaction of the stop. */
    private interface Recording {
        void run(Connection connection) throws SQLException;
    }

    /**
     * A stop that this server follows already.
     *
     * @param confirmed what two persons had confirmed before, perhaps signed with this key
     */
    private record Made(KeyChange change, DeviceKey key, Optional<Confirmation> confirmed) {}
}
