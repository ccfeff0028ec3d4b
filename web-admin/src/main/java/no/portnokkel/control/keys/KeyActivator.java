package no.portnokkel.control.keys;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import no.portnokkel.control.Database;
import no.portnokkel.control.keys.KeyChange.State;
import no.portnokkel.control.keys.KeyChangeRepository.StoredChange;
import no.portnokkel.control.switching.Switch.Decision;
import no.portnokkel.problem.Problem;

/**
 * Goes on with approved changes, and with those that took effect within the last hour, one at a time. The node that approved a change
 * does it; if that node ends, another one goes on. Thread-safe.
 */
final class KeyActivator {
    /** The node that began goes on; another one only if that node has ended. */
    private static final Duration TAKE_OVER_AFTER = Duration.ofSeconds(30);

    private static final Duration BETWEEN_REFUSED = Duration.ofSeconds(3);

    private final KeyCanaries canaries;
    private final NewKeyMonitor newKeys;
    private final Database database;
    private final Clock clock;
    private final Executor attempts;
    private final Set<UUID> begunHere = ConcurrentHashMap.newKeySet();
    private volatile List<Problem> problems = List.of();

    KeyActivator(KeyCanaries canaries, NewKeyMonitor newKeys, Database database, Clock clock, Executor attempts) {
        this.canaries = canaries;
        this.newKeys = newKeys;
        this.database = database;
        this.clock = clock;
        this.attempts = attempts;
    }

    /** This node has approved a change. */
    void begin(KeyChange approved) {
        begunHere.add(approved.id());
        check();
    }

    /**
     * Starts the next attempt for a change, and returns at once.
     *
     * @throws ProblemException {@code database-unavailable}
     */
    void check() {
        List<StoredChange> approved = new ArrayList<>();
        List<StoredChange> latest = latestByClient(database.transaction(connection -> {
            KeyChangeRepository repository = new KeyChangeRepository(connection);
            approved.addAll(repository.in(State.APPROVED));
            return repository.lastActivated();
        }));
        problems = latest.stream()
                .map(StoredChange::change)
                .filter(change ->
                        change.state() == State.REVERTED && change.problem().isPresent())
                .map(KeyChangeProblems::reverted)
                .toList();
        Instant now = clock.instant();
        Optional<Runnable> next = approved.stream()
                .filter(stored -> isMine(stored.change(), now) && isDue(stored.change(), now))
                .findFirst()
                .<Runnable>map(stored -> () -> canaries.proceed(stored))
                .or(() -> latest.stream()
                        .filter(stored -> isMine(stored.change(), now) && newKeys.isDue(stored.change(), now))
                        .findFirst()
                        .map(stored -> () -> newKeys.probe(stored)));
        next.ifPresent(attempts::execute);
    }

    private static List<StoredChange> latestByClient(List<StoredChange> newestFirst) {
        Map<String, StoredChange> latest = new LinkedHashMap<>();
        newestFirst.forEach(stored -> latest.putIfAbsent(stored.change().clientName(), stored));
        return List.copyOf(latest.values());
    }

    private boolean isMine(KeyChange change, Instant now) {
        Instant lastSign = change.canary()
                .checkedAt()
                .or(() -> change.decision().map(Decision::at))
                .orElse(change.proposedAt());
        Duration patience =
                change.state() == State.ACTIVE ? NewKeyMonitor.INTERVAL.plus(TAKE_OVER_AFTER) : TAKE_OVER_AFTER;
        return begunHere.contains(change.id()) || now.isAfter(lastSign.plus(patience));
    }

    private static boolean isDue(KeyChange change, Instant now) {
        Optional<Instant> last =
                change.canary().checkedAt().filter(any -> change.problem().isPresent());
        return last.filter(at -> now.isBefore(at.plus(BETWEEN_REFUSED))).isEmpty();
    }

    /** Returns the problems of changes that were taken back, as of the last check. Does no I/O. */
    List<Problem> problems() {
        return problems;
    }
}
