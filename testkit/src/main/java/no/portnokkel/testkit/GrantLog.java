package no.portnokkel.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts every grant and keeps the last thousand. */
final class GrantLog {

    private static final int KEPT = 1_000;

    private final Deque<ReceivedGrant> recent = new ArrayDeque<>();
    private long received;
    private long accepted;

    synchronized void add(ReceivedGrant grant) {
        received++;
        if (grant.accepted()) {
            accepted++;
        }
        if (recent.size() == KEPT) {
            recent.removeFirst();
        }
        recent.addLast(grant);
    }

    synchronized long received() {
        return received;
    }

    synchronized long accepted() {
        return accepted;
    }

    synchronized List<ReceivedGrant> recent() {
        return List.copyOf(recent);
    }

    synchronized Optional<ReceivedGrant> last() {
        return Optional.ofNullable(recent.peekLast());
    }

    synchronized void forget() {
        recent.clear();
        received = 0;
        accepted = 0;
    }

    synchronized Map<String, Object> shown() {
        return Map.of(
                "received",
                received,
                "accepted",
                accepted,
                "grants",
                recent.stream().map(ReceivedGrant::shown).toList());
    }
}
