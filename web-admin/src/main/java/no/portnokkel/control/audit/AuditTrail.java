package no.portnokkel.control.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import no.portnokkel.audit.AuditLine;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.audit.AuditRepository.Head;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/**
 * Records who did what. A decision is recorded in the transaction that stores it: either both are committed or none. What goes on
 * without the database is recorded in a file meanwhile and merged later, as a gap. Thread-safe.
 */
public final class AuditTrail {
    private static final System.Logger LOG = System.getLogger(AuditTrail.class.getName());

    private final Database database;
    private final Clock clock;
    private final String node;
    private final PendingRecords pending;
    private final AtomicInteger requestedCheckpoints = new AtomicInteger();
    private volatile Optional<Problem> notWritten = Optional.empty();

    /**
     * Creates the trail of one node.
     *
     * @param dataDir holds the records that are made while the database is unavailable
     * @param node name of this node
     */
    public AuditTrail(Database database, Path dataDir, Clock clock, String node) {
        this.database = database;
        this.clock = clock;
        this.node = node;
        this.pending = new PendingRecords(dataDir);
    }

    /**
     * Records an act in the transaction of the change that it makes. To be called last in that transaction: others that record
     * wait until it has ended.
     */
    public void append(Connection connection, AuditRecord record) throws SQLException {
        new AuditRepository(connection).append(List.of(record.members(clock.instant(), node)));
        requestCheckpointAfter(record);
    }

    /**
     * Records an act that changes nothing in the database. Without the database the record waits on disk; if it cannot be written
     * there either, the act goes on and {@link #problem} says so.
     */
    public void record(AuditRecord record) {
        String members = record.members(clock.instant(), node);
        requestCheckpointAfter(record);
        try {
            database.transaction(connection -> {
                new AuditRepository(connection).append(List.of(members));
                return members;
            });
        } catch (ProblemException unavailable) {
            addPending(members);
        }
    }

    private void requestCheckpointAfter(AuditRecord record) {
        if (record.act().isCheckpointed()) {
            requestCheckpoint();
        }
    }

    /** Asks for checkpoints soon: two, since the transaction that the first one is for may still be open. */
    void requestCheckpoint() {
        requestedCheckpoints.set(2);
    }

    /** Returns whether a checkpoint is asked for. */
    boolean takeCheckpointRequest() {
        return requestedCheckpoints.getAndUpdate(wanted -> Math.max(wanted - 1, 0)) > 0;
    }

    private void addPending(String members) {
        try {
            pending.add(members);
            notWritten = Optional.empty();
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.DEBUG, "A record waits nowhere", failed);
            report(failed);
        }
    }

    /** Logs the first problem after none, before others see it. */
    private void report(IOException failed) {
        Problem problem = Problem.of(
                ProblemCode.AUDIT_NOT_WRITTEN,
                "audit-not-written",
                Map.of("file", "audit-pending", "reason", PrivateFolder.defect(failed)));
        if (notWritten.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "{0}", problem.sentence());
        }
        notWritten = Optional.of(problem);
    }

    /**
     * Stores the records that wait on disk. To be called once a second.
     *
     * @throws ProblemException {@code database-unavailable}
     */
    public void mergePending() {
        try {
            while (!pending.isEmpty()) {
                pending.take().ifPresent(this::merge);
                pending.remove();
            }
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.DEBUG, "Pending records cannot be read", failed);
            report(failed);
        }
    }

    private void merge(PendingRecords.Batch batch) {
        if (batch.members().isEmpty()) {
            return;
        }
        List<String> readable =
                batch.members().stream().filter(AuditTrail::isRecord).toList();
        int unreadable = batch.members().size() - readable.size();
        String gap = AuditRecord.byProduct(Act.AUDIT_GAP, "database")
                .to(readable.size() + " records follow that were made without it; " + unreadable + " are unreadable")
                .members(clock.instant(), node);
        List<String> all = new ArrayList<>(List.of(gap));
        all.addAll(readable);
        database.transaction(connection -> {
            AuditRepository repository = new AuditRepository(connection);
            Head head = repository.head();
            if (!head.merged()
                    .equals(Optional.of(batch.id()))) { // else a process ended before it could remove the file
                repository.append(all);
                repository.merged(batch.id());
            }
            return head;
        });
    }

    /** Somebody may have written to the file. */
    private static boolean isRecord(String members) {
        try {
            return AuditLine.first(members).sequence() == 1;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** Returns why records cannot be written; empty if they can. Does no I/O. */
    public Optional<Problem> problem() {
        return notWritten;
    }
}
