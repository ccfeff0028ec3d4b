package no.portnokkel.control.nodes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import no.portnokkel.problem.Problem;

/** Finds out what is wrong with the nodes, and remembers since when. Does no I/O. Thread-safe. */
final class NodeMonitor {
    private static final Duration GONE_AFTER = Duration.ofSeconds(10);
    private static final Duration LAG_TOLERANCE = Duration.ofSeconds(5);
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    private final LongSupplier nanoClock;
    private final Map<String, Long> lagsSinceNanos = new HashMap<>();
    private Optional<Long> reportsSinceNanos = Optional.empty();
    private Optional<Long> namesakeSeenNanos = Optional.empty();
    private volatile Optional<Report> lastReport = Optional.empty();

    /** @param nanoClock monotonic clock, in nanoseconds */
    NodeMonitor(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    static boolean isWrong(Duration clockOffset) {
        return clockOffset.abs().compareTo(CLOCK_TOLERANCE) > 0;
    }

    /** Remembers what the node read when it reported itself. */
    synchronized void reported(Reading reading) {
        if (lastReport.filter(report -> isWithin(GONE_AFTER, report.atNanos())).isEmpty()) {
            reportsSinceNanos = Optional.of(nanoClock.getAsLong());
        }
        lastReport = Optional.of(new Report(assess(reading), nanoClock.getAsLong()));
    }

    /** Returns the problems of the last report; empty while that is older than ten seconds. */
    List<Problem> problems() {
        return lastReport.filter(report -> isWithin(GONE_AFTER, report.atNanos())).stream()
                .flatMap(report -> report.nodes().stream())
                .flatMap(assessed -> assessed.problems().stream())
                .toList();
    }

    /** Returns all nodes by name, and what is wrong with each. */
    synchronized List<Node.Assessed> assess(Reading reading) {
        if (lastReport.isPresent() && reading.hasNamesake()) { // else it may be this node before its restart
            namesakeSeenNanos = Optional.of(nanoClock.getAsLong());
        }
        List<Node> nodes = reading.nodes();
        lagsSinceNanos.keySet().retainAll(nodes.stream().map(Node::name).toList());
        return nodes.stream().map(node -> assess(node, reading)).toList();
    }

    private Node.Assessed assess(Node node, Reading reading) {
        if (reading.isLive(node)) {
            return new Node.Assessed(node, problems(node, reading));
        }
        lagsSinceNanos.remove(node.name());
        // after an outage of the database, and after the start, the others get the time to report again
        boolean isJudged =
                reportsSinceNanos.filter(since -> !isWithin(GONE_AFTER, since)).isPresent();
        return isJudged
                ? new Node.Assessed(node.notReady(), List.of(NodeProblems.gone(node)))
                : new Node.Assessed(node, List.of());
    }

    private List<Problem> problems(Node node, Reading reading) {
        Node own = reading.own();
        List<Problem> problems = new ArrayList<>();
        reading.chosen()
                .filter(chosen -> isLagging(node, chosen))
                .ifPresent(chosen -> problems.add(NodeProblems.lags(node, chosen)));
        if (node.hasOtherConfiguration(own)) {
            problems.add(NodeProblems.otherConfiguration(node, own));
        }
        if (!node.release().equals(own.release())) {
            problems.add(NodeProblems.otherRelease(node, own));
        }
        node.clockOffset()
                .filter(NodeMonitor::isWrong)
                .ifPresent(offset -> problems.add(NodeProblems.wrongClock(node, offset)));
        if (node.equals(own)
                && namesakeSeenNanos.filter(seen -> isWithin(GONE_AFTER, seen)).isPresent()) {
            problems.add(NodeProblems.ambiguousName(own));
        }
        return problems;
    }

    private boolean isLagging(Node node, NodeRepository.Choice chosen) {
        if (!chosen.isAheadOf(node)) {
            lagsSinceNanos.remove(node.name());
            return false;
        }
        return !isWithin(LAG_TOLERANCE, lagsSinceNanos.computeIfAbsent(node.name(), name -> nanoClock.getAsLong()));
    }

    private boolean isWithin(Duration time, long sinceNanos) {
        return nanoClock.getAsLong() - sinceNanos <= time.toNanos();
    }

    private record Report(List<Node.Assessed> nodes, long atNanos) {}

    /**
     * What the database says.
     *
     * @param now by the clock of the database
     * @param own this node, as it is now
     * @param stored all nodes, as they reported themselves last
     * @param chosen the last switch; empty if there was none
     */
    record Reading(Instant now, Node own, List<Node> stored, Optional<NodeRepository.Choice> chosen) {

        /** Returns the other nodes that were seen within the last ten seconds. */
        Stream<Node> liveOthers() {
            return others().filter(this::isLive);
        }

        private List<Node> nodes() {
            return Stream.concat(Stream.of(own), others())
                    .sorted(Comparator.comparing(Node::name))
                    .toList();
        }

        Stream<Node> others() {
            return stored.stream().filter(node -> !node.name().equals(own.name()));
        }

        private boolean isLive(Node node) {
            return !node.lastSeen().isBefore(now.minus(GONE_AFTER));
        }

        /** Returns whether another process uses the name of this node. */
        private boolean hasNamesake() {
            return stored.stream()
                    .anyMatch(node ->
                            node.name().equals(own.name()) && !node.instance().equals(own.instance()) && isLive(node));
        }
    }
}
