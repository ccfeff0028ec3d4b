package no.portnokkel.control.nodes;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.nodes.NodeMonitor.Reading;
import no.portnokkel.problem.Problem;
import no.portnokkel.runtime.EnvironmentChoice;
import no.portnokkel.runtime.StoredChoice.Digests;

/**
 * The nodes that share the database, and this one among them. What is wrong with a node never affects tokens or readiness. Safe
 * for any number of threads.
 */
public final class NodeService {
    private static final System.Logger LOG = System.getLogger(NodeService.class.getName());
    private static final Duration DELETED_AFTER = Duration.ofHours(24);

    private final String name;
    private final String instance;
    private final String release;
    private final NodeRuntime runtime;
    private final Database database;
    private final Clock clock;
    private final NodeMonitor monitor;

    /**
     * Creates the service of one node. Reports nothing before {@link #report}.
     *
     * @param name of this node; see {@link NodeName#read}
     * @param instance another one for each start of the process
     * @param release version of the product
     * @param clock is compared with that of the database
     * @param nanoClock monotonic clock, in nanoseconds
     */
    public NodeService(
            String name,
            UUID instance,
            String release,
            NodeRuntime runtime,
            Database database,
            Clock clock,
            LongSupplier nanoClock) {
        this.name = name;
        this.instance = instance.toString();
        this.release = release;
        this.runtime = runtime;
        this.database = database;
        this.clock = clock;
        this.monitor = new NodeMonitor(nanoClock);
    }

    /** Returns the name of this node. */
    public String name() {
        return name;
    }

    /**
     * Stores the state of this node and reads those of the others. To be called once a second. Does nothing while the database is
     * unavailable, and while a grant with a stopped key is under way: others rely on it that there is none.
     *
     * @param digests as {@link NodeRuntime#digests} returned them just now
     */
    public void report(Optional<Digests> digests) {
        if (!runtime.isSettled()) {
            return;
        }
        Node own = own(digests);
        try {
            monitor.reported(database.transaction(connection -> {
                Reading reading = read(connection, own);
                NodeRepository repository = new NodeRepository(connection);
                repository.deleteUnseenSince(reading.now().minus(DELETED_AFTER));
                repository.store(reading.own());
                return reading;
            }));
        } catch (ProblemException unavailable) { // logged and listed by the database itself
            LOG.log(System.Logger.Level.DEBUG, "This node could not report itself", unavailable);
        }
    }

    /**
     * Returns all nodes by name, and what is wrong with each. Reads the database; while it is unavailable, returns this node alone,
     * with that problem.
     */
    public List<Node.Assessed> all() {
        Node own = own(runtime.digests());
        try {
            return monitor.assess(database.transaction(connection -> read(connection, own)));
        } catch (ProblemException unavailable) {
            return List.of(new Node.Assessed(own, List.of(unavailable.problem())));
        }
    }

    /**
     * Returns the names of other nodes that use an older choice than this version, as far as they have said, or still sign or send a
     * grant with a key that is stopped by it; for a day also those that were not seen since. Reads the database.
     *
     * @throws ProblemException {@code database-unavailable}
     */
    public List<String> behind(long version) {
        Node own = own(runtime.digests());
        return database.transaction(connection -> read(connection, own))
                .others()
                .filter(other -> other.version() < version)
                .map(Node::name)
                .toList();
    }

    /** Returns what is wrong with the nodes, by the last report; empty while that is older than ten seconds. Does no I/O. */
    public List<Problem> problems() {
        return monitor.problems();
    }

    /**
     * Checks that a switch may be approved through this node. Reads the database.
     *
     * @throws ProblemException {@code switch-conflict} if its clock is wrong, or another node runs a newer release, uses a
     *     later choice of environment, or has the confirmed settings and users while this one has others; {@code database-unavailable}
     */
    public void requireFitToSwitch() {
        Optional<Digests> digests = runtime.digests();
        Reading reading = requireFit(digests);
        Node own = reading.own();
        Optional<String> confirmed = digests.flatMap(Digests::confirmed);
        reading.liveOthers()
                .filter(other ->
                        confirmed.isPresent() && other.digest().equals(confirmed) && other.hasOtherConfiguration(own))
                .findFirst()
                .ifPresent(other -> {
                    throw NodeProblems.configurationConflict(own, other);
                });
    }

    /**
     * Checks that a confirmation may be approved through this node, whatever its settings and users: that is how changed ones
     * become the confirmed ones. Reads the database.
     *
     * @throws ProblemException {@code switch-conflict} if its clock is wrong, or another node runs a newer release or uses a
     *     later choice of environment; {@code database-unavailable}
     */
    public void requireFitToConfirm() {
        requireFit(Optional.empty());
    }

    private Reading requireFit(Optional<Digests> digests) {
        Node unmeasured = own(digests);
        Reading reading = database.transaction(connection -> read(connection, unmeasured));
        Node own = reading.own();
        own.clockOffset().filter(NodeMonitor::isWrong).ifPresent(offset -> {
            throw NodeProblems.clockConflict(own, offset);
        });
        reading.liveOthers().filter(own::isOlderThan).findFirst().ifPresent(other -> {
            throw NodeProblems.releaseConflict(own, other);
        });
        reading.liveOthers().filter(own::lagsBehind).findFirst().ifPresent(other -> {
            throw NodeProblems.lagConflict(own, other); // the next version would be one that the other has already
        });
        return reading;
    }

    private Node own(Optional<Digests> digests) {
        EnvironmentChoice active = runtime.active();
        return new Node(
                name,
                instance,
                active.environment(),
                active.version(),
                runtime.isReady(),
                runtime.hsmState(),
                digests.map(Digests::inEffect),
                release,
                Optional.empty(),
                clock.instant());
    }

    private Reading read(Connection connection, Node own) throws SQLException {
        NodeRepository repository = new NodeRepository(connection);
        Instant before = clock.instant();
        Instant now = repository.now();
        Duration offset = offset(before, now, clock.instant());
        return new Reading(now, own.seen(now, offset), repository.all(), repository.lastChoice());
    }

    /** The database read its clock between the two times: a difference that may be the way there and back is none. */
    private static Duration offset(Instant before, Instant database, Instant after) {
        if (database.isBefore(before)) {
            return Duration.between(database, before);
        }
        return database.isAfter(after) ? Duration.between(database, after) : Duration.ZERO;
    }

    /** What a node reports about the running server. */
    public interface NodeRuntime {
        /** Returns the environment in use. */
        EnvironmentChoice active();

        /** Returns whether grants with a stopped key that were under way have ended. */
        boolean isSettled();

        /** Returns whether callers get tokens and the control room has no problem. */
        boolean isReady();

        /** Returns the state of the HSM of the environment in use; empty if there is none. */
        Optional<String> hsmState();

        /**
         * Returns the digests of the settings and users in effect, and of those that two persons confirmed. May read the database.
         *
         * @return empty while the database or the HSM is unavailable
         */
        Optional<Digests> digests();
    }
}
