package no.portnokkel.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts all grants and stores the last 1,000. */
final class GrantLog {

    private static final int MAX_STORED = 1_000;

    private final Deque<ReceivedGrant> recent = new ArrayDeque<>();
    private long received;
    private long accepted;

    synchronized void add(ReceivedGrant grant) {
        received++;
        if (grant.accepted()) {
            accepted++;
        }
        if (recent.size() == MAX_STORED) {
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

    synchronized void clear() {
        recent.clear();
        received = 0;
        accepted = 0;
    }

    synchronized Map<String, Object> toJson() {
        return Map.of(
                "received",
                received,
                "accepted",
                accepted,
                "grants",
                recent.stream().map(ReceivedGrant::toJson).toList());
    }
}
