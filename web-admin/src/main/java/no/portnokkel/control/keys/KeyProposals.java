package no.portnokkel.control.keys;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.audit.Act;
import no.portnokkel.control.audit.AuditTrail;
import no.portnokkel.control.keys.KeyChange.Action;
import no.portnokkel.control.keys.KeyChange.Canary;
import no.portnokkel.control.keys.KeyChange.State;
import no.portnokkel.control.keys.KeyChangeRepository.StoredChange;
import no.portnokkel.control.switching.ConfirmationService;
import no.portnokkel.control.switching.EnvironmentRuntime;
import no.portnokkel.control.users.Actor;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Role;
import no.portnokkel.maskinporten.config.ClientKey;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.config.KeyChoices;
import no.portnokkel.runtime.RecordSigner.Verdict;

/** Makes proposals for other keys, and checks at the time of a decision that exactly what was proposed would happen. Thread-safe. */
final class KeyProposals {
    private static final Duration LIFETIME = Duration.ofHours(24);
    private static final int MAX_OPEN = 50;
    private static final int MAX_OPEN_BY_ONE_PERSON = 10;

    private final Configuration configuration;
    private final ConfirmationService confirmations;
    private final EnvironmentRuntime runtime;
    private final Database database;
    private final AuditTrail trail;
    private final Clock clock;
    private final Supplier<UUID> ids;

    KeyProposals(
            Configuration configuration,
            ConfirmationService confirmations,
            EnvironmentRuntime runtime,
            Database database,
            AuditTrail trail,
            Clock clock,
            Supplier<UUID> ids) {
        this.configuration = configuration;
        this.confirmations = confirmations;
        this.runtime = runtime;
        this.database = database;
        this.trail = trail;
        this.clock = clock;
        this.ids = ids;
    }

    /** As {@link KeyChangeService#requireOfficer}. */
    static void requireOfficer(Person person) {
        if (!person.hasAny(EnumSet.of(Role.SECURITY_OFFICER))) {
            throw KeyChangeProblems.notOfficer(person.name());
        }
    }

    /** Stores a proposal; as {@link KeyChangeService#propose}. */
    KeyChange propose(Actor actor, KeyRequest request) {
        KeyChange proposed = proposal(actor.person(), request);
        String binding = binding(proposed.environment());
        String signature = runtime.sign(proposed.environment(), proposed.signedText(binding));
        return database.transaction(connection -> {
            KeyChangeRepository repository = new KeyChangeRepository(connection);
            expire(connection);
            List<String> proposers = repository.in(State.PROPOSED).stream()
                    .map(open -> open.change().proposedBy().id())
                    .toList();
            if (proposers.size() >= MAX_OPEN
                    || Collections.frequency(proposers, proposed.proposedBy().id()) >= MAX_OPEN_BY_ONE_PERSON) {
                throw KeyChangeProblems.tooManyOpen(MAX_OPEN_BY_ONE_PERSON, MAX_OPEN);
            }
            repository.insert(new StoredChange(proposed, binding, signature, ""));
            trail.append(connection, proposed.recordOf(actor, Act.KEY_CHANGE_PROPOSED));
            return proposed;
        });
    }

    private KeyChange proposal(Person proposer, KeyRequest request) {
        Action action = request.checkedAction();
        ClientKey key = request.checkedKey();
        String reason = request.checkedReason();
        EnvironmentSettings environment = environment(request.environment());
        ClientSettings used = used(environment, request.client());
        requireSensible(action, environment, request.client(), used, key);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS); // databases store microseconds, and it is signed
        return new KeyChange(
                ids.get(),
                request.environment(),
                request.client(),
                action,
                key,
                used.clientKey(),
                Optional.of(
                        runtime.certificate(request.environment(), key.label()).sha256()),
                reason,
                proposer,
                now,
                now.plus(LIFETIME),
                State.PROPOSED,
                Optional.empty(),
                Canary.NONE,
                Optional.empty(),
                Optional.empty());
    }

    /** Returns a configured environment that is ready. */
    EnvironmentSettings environment(String name) {
        EnvironmentSettings settings = configuration.environments().get(name);
        if (settings == null) {
            throw KeyChangeProblems.unknownEnvironment(
                    configuration.environments().keySet());
        }
        if (settings.state() != EnvironmentSettings.State.READY) {
            throw new ProblemException(settings.problems().get(0));
        }
        return settings;
    }

    /** Returns the environments that a change concerns: for a stopped key all whose keys are in the same HSM. */
    Set<String> environmentsOf(KeyChange change) {
        EnvironmentSettings own = configuration.environments().get(change.environment());
        return change.action() == Action.RESTORE && own != null
                ? configuration.environmentsOn(
                        own.deviceKey(change.key().label()).device())
                : Set.of(change.environment());
    }

    /** Returns a client with the key that it uses now. */
    ClientSettings used(EnvironmentSettings environment, Optional<String> client) {
        String name = environment.environment().name();
        return environment
                .client(client)
                .map(configured -> runtime.active().keys().appliedTo(name, client, configured))
                .orElseThrow(() -> KeyChangeProblems.unknownClient(
                        name, client.orElse(""), environment.clients().keySet()));
    }

    private void requireSensible(
            Action action,
            EnvironmentSettings environment,
            Optional<String> client,
            ClientSettings used,
            ClientKey key) {
        KeyChoices decided = runtime.active().keys();
        boolean isStopped = decided.stopped().contains(environment.deviceKey(key.label()));
        if (action == Action.RESTORE) {
            if (!isStopped) {
                throw KeyChangeProblems.notStopped(key.label());
            }
            return;
        }
        if (isStopped) {
            throw KeyChangeProblems.stopped(key.label());
        }
        if (environment
                .standby()
                .filter(standby -> standby.key().equals(key.label()))
                .isPresent()) {
            throw KeyChangeProblems.ofOtherDevice(key.label());
        }
        if (used.clientKey().equals(key)) {
            throw KeyChangeProblems.alreadyInUse(key.label());
        }
        ClientSettings configured = environment.client(client).orElseThrow();
        decided.everUsed(environment.environment().name(), client, configured)
                .map(ClientSettings::clientKey)
                .filter(known -> key.kid().isPresent()
                        && known.kid().equals(key.kid())
                        && !known.label().equals(key.label()))
                .findFirst()
                .ifPresent(known -> {
                    throw KeyChangeProblems.usedKid(key.kid().orElseThrow(), known.label());
                });
    }

    /** Covers everything that an approval binds: the settings of the environment, the keys in use, the users and the rules. */
    private String binding(String environment) {
        return confirmations
                .inEffect(environment)
                .with(runtime.active().keys().texts())
                .with(Map.of("version", Long.toString(runtime.active().version())))
                .digest();
    }

    /**
     * @throws no.portnokkel.control.ProblemException {@code switch-conflict} if nobody signed the proposal, or anything differs
     */
    void requireUnchanged(StoredChange stored) {
        KeyChange change = stored.change();
        requireSigned(change, change.signedText(stored.binding()), stored.signature());
        String certificate =
                runtime.certificate(change.environment(), change.key().label()).sha256();
        if (!binding(change.environment()).equals(stored.binding())
                || !change.certificate().equals(Optional.of(certificate))) {
            throw KeyChangeProblems.changedSinceProposal();
        }
    }

    /**
     * Checks that two persons have decided: nobody approves by writing to the database.
     *
     * @throws ProblemException {@code switch-conflict} if a signature is wrong; {@code hsm-unavailable} while that is unknown
     */
    void requireApproved(StoredChange stored) {
        KeyChange change = stored.change();
        requireSigned(change, change.signedText(stored.binding()), stored.signature());
        String decision =
                KeyChange.decisionText(change.id(), change.decision().orElseThrow(KeyChangeProblems::unsigned));
        requireSigned(change, decision, stored.decisionSignature());
    }

    private void requireSigned(KeyChange change, String text, String signature) {
        Verdict verdict = runtime.verify(change.environment(), text, signature);
        if (verdict == Verdict.UNKNOWN) {
            runtime.certificate(
                    change.environment(), change.key().label()); // waits for the HSM, or says why it is away
            verdict = runtime.verify(change.environment(), text, signature);
        }
        if (verdict != Verdict.VALID) {
            throw KeyChangeProblems.unsigned();
        }
    }

    /** Ends proposals whose time is over. */
    void expire(Connection connection) throws SQLException {
        KeyChangeRepository repository = new KeyChangeRepository(connection);
        Instant now = clock.instant();
        for (StoredChange open : repository.in(State.PROPOSED)) {
            KeyChange change = open.change();
            if (!now.isBefore(change.expiresAt()) && repository.expire(change.id())) {
                trail.append(connection, change.recordOf(Act.KEY_CHANGE_EXPIRED));
            }
        }
    }

    /** Reads an open proposal. */
    StoredChange findOpen(UUID id) {
        StoredChange stored = database.transaction(connection -> {
                    expire(connection);
                    return new KeyChangeRepository(connection).find(id);
                })
                .orElseThrow(() -> KeyChangeProblems.unknownChange(id));
        if (stored.change().state() != State.PROPOSED) {
            throw KeyChangeProblems.notOpen(stored.change());
        }
        return stored;
    }
}
