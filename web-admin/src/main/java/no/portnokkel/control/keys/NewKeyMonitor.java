package no.portnokkel.control.keys;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.keys.KeyChange.Canary;
import no.portnokkel.control.keys.KeyChange.State;
import no.portnokkel.control.keys.KeyChangeRepository.StoredChange;
import no.portnokkel.control.switching.EnvironmentRuntime;
import no.portnokkel.events.EventPublisher.EventListener;
import no.portnokkel.events.PortnokkelEvent;
import no.portnokkel.events.PortnokkelEvent.TokenRefused;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.config.KeyChoices;
import no.portnokkel.maskinporten.refusal.Refusal;
import no.portnokkel.problem.Problem;

/**
 * Watches a key for an hour after it was activated: makes a grant with it every minute, and sooner when callers' grants are refused.
 * If it is refused for longer than a moment, the key before it is used again. Thread-safe.
 */
final class NewKeyMonitor implements EventListener {
    private static final Duration WATCHED = Duration.ofHours(1);

    /** Between two probes, unless a refusal was seen. */
    static final Duration INTERVAL = Duration.ofMinutes(1);

    private static final Duration IN_DOUBT = Duration.ofSeconds(3);

    /** A key that is refused again after this time is refused. */
    private static final Duration DOUBT = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger(NewKeyMonitor.class.getName());

    private final KeyProposals proposals;
    private final KeyEffect effect;
    private final EnvironmentRuntime runtime;
    private final Database database;
    private final Clock clock;
    private final Map<UUID, Instant> refusedSince = new ConcurrentHashMap<>();
    private final Set<String> suspects = ConcurrentHashMap.newKeySet();

    NewKeyMonitor(
            KeyProposals proposals, KeyEffect effect, EnvironmentRuntime runtime, Database database, Clock clock) {
        this.proposals = proposals;
        this.effect = effect;
        this.runtime = runtime;
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void onEvent(PortnokkelEvent event) {
        if (event instanceof TokenRefused refused && refused.ofClient()) {
            Optional<String> client = Optional.of(refused.source().client()).filter(name -> !name.isEmpty());
            suspects.add(KeyChoices.nameOf(refused.source().environment(), client));
        }
    }

    /** Returns whether a grant with the key is due. */
    boolean isDue(KeyChange change, Instant now) {
        if (!isWatched(change, now)) {
            return false;
        }
        boolean isSuspect = suspects.remove(change.clientName()) || refusedSince.containsKey(change.id());
        Instant last = change.canary().checkedAt().orElse(change.activatedAt().orElseThrow());
        return !now.isBefore(last.plus(isSuspect ? IN_DOUBT : INTERVAL));
    }

    private boolean isWatched(KeyChange change, Instant now) {
        return change.state() == State.ACTIVE
                && now.isBefore(change.activatedAt().orElseThrow().plus(WATCHED))
                && runtime.active().environment().equals(Optional.of(change.environment()))
                && effect.isInUse(change);
    }

    /** Makes a grant with a key that was activated within the last hour. */
    void probe(StoredChange stored) {
        KeyChange change = stored.change();
        try {
            proposals.requireApproved(stored);
            runtime.dryRun(change.environment(), change.client(), change.key());
            refusedSince.remove(change.id());
            record(change, change.canary().withoutAnswer(clock.instant()), Optional.empty());
        } catch (TokenRefusedException refused) {
            refused(change, refused);
        } catch (TokenException | ProblemException outage) {
            record(change, change.canary().withoutAnswer(clock.instant()), change.problem());
        } catch (RuntimeException unexpected) { // the other checks of this second must not depend on it
            LOG.log(System.Logger.Level.ERROR, "The check of a new key failed; it will run again", unexpected);
            record(change, change.canary().withoutAnswer(clock.instant()), change.problem());
        }
    }

    private void refused(KeyChange change, TokenRefusedException refused) {
        boolean isOfKey = refused.refusal()
                .map(Refusal::isOfClient)
                .orElse(true); // the HSM or the rules for certificates refuse it
        Instant now = clock.instant();
        Instant since = isOfKey ? refusedSince.computeIfAbsent(change.id(), any -> now) : now;
        record(
                change,
                new Canary(change.canary().granted(), change.canary().refused() + 1, Optional.of(now)),
                Optional.of(refused.problem()));
        boolean isSure = !now.isBefore(since.plus(DOUBT.plus(KeyCanaries.patience(refused))));
        if (isOfKey && isSure) {
            effect.revert(change, refused.problem());
        }
    }

    private void record(KeyChange change, Canary canary, Optional<Problem> problem) {
        database.transaction(connection -> {
            new KeyChangeRepository(connection).recordCanary(change.id(), canary, problem);
            return change.id();
        });
    }
}
