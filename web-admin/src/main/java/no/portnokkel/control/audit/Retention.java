package no.portnokkel.control.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import no.portnokkel.audit.MerkleTree;
import no.portnokkel.audit.TreeHash;
import no.portnokkel.control.Database;
import no.portnokkel.control.audit.AuditRepository.Head;
import no.portnokkel.control.audit.AuditRepository.Line;
import no.portnokkel.control.audit.AuditSearch.Entry;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;

/**
 * Removes records after their time, month by month, oldest first: writes them to a file with a signed checkpoint over everything
 * up to their last one, and then removes them from the database and records that. Nothing is removed without a signature, and
 * nothing is signed but lines that the last checkpoint proves. Called by one thread.
 */
public final class Retention {
    private static final System.Logger LOG = System.getLogger(Retention.class.getName());
    private static final String FOLDER = "audit-archive";
    private static final String LINES = ".jsonl";
    private static final String CHECKPOINT = ".checkpoint";
    private static final Duration INTERVAL = Duration.ofHours(1);
    private static final int MAX_LINES = 10_000; // in one file
    private static final int PAGE = 500;

    private static final Period DEFAULT = Period.ofYears(10);
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 2, 1); // of a month with 28 days

    private final Database database;
    private final AuditTrail trail;
    private final Checkpoints checkpoints;
    private final AuditExport export;
    private final Path dataDir;
    private final Period period;
    private final Clock clock;
    private Instant nextAt = Instant.EPOCH;
    private volatile Optional<Problem> notArchived = Optional.empty();

    /**
     * Creates the retention of one node.
     *
     * @param dataDir gets the folder {@code audit-archive}
     * @param period {@code portnokkel.audit.retention}
     */
    Retention(
            Database database,
            AuditTrail trail,
            Checkpoints checkpoints,
            AuditExport export,
            Path dataDir,
            Period period,
            Clock clock) {
        this.database = database;
        this.trail = trail;
        this.checkpoints = checkpoints;
        this.export = export;
        this.dataDir = dataDir;
        this.period = period;
        this.clock = clock;
    }

    /** Returns the period of {@code audit.retention}: ten years, or at least a month in ISO 8601 format. */
    public static Period configured(CheckedValues checked) {
        return checked.value("audit.retention", Text.verbatim("≥ P1M (ISO 8601)"), Retention::parse)
                .orElse(DEFAULT);
    }

    private static Period parse(String text) {
        try {
            Period period = Period.parse(text);
            if (period.isNegative() || FIRST_DAY.plus(period).isBefore(FIRST_DAY.plusMonths(1))) {
                throw new IllegalArgumentException();
            }
            return period;
        } catch (DateTimeException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    /**
     * Archives and removes what is due. Looks once an hour.
     *
     * @throws no.portnokkel.control.ProblemException {@code database-unavailable}
     * @throws no.portnokkel.hsm.fault.HsmException if the HSM does not sign the checkpoint
     */
    void check() {
        if (clock.instant().isBefore(nextAt)) {
            return;
        }
        nextAt = clock.instant().plus(INTERVAL);
        try {
            notArchived = archiveAll();
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.DEBUG, "Records cannot be archived", failed);
            notArchived = Optional.of(Problem.of(
                    ProblemCode.AUDIT_NOT_WRITTEN,
                    "audit-not-written.archive",
                    Map.of("folder", dataDir.resolve(FOLDER).toString(), "reason", PrivateFolder.defect(failed))));
        }
    }

    /** Returns why records that are due are not archived; empty if they are, or if no key signs the audit. */
    private Optional<Problem> archiveAll() throws IOException {
        Optional<Segment> due = due();
        while (due.isPresent()) {
            Optional<Boolean> isProven = export.isProven(due.get().tree.state());
            if (isProven.isEmpty()) { // audit-not-signed is reported by the checkpoints
                return Optional.empty();
            }
            if (!isProven.get()) {
                return Optional.of(Problem.of(ProblemCode.AUDIT_NOT_WRITTEN, "audit-not-written.not-intact"));
            }
            if (!archive(due.get())) {
                return Optional.empty();
            }
            due = due();
        }
        return Optional.empty();
    }

    /** Returns why records whose time is over are still there. Does no I/O. */
    Optional<Problem> problem() {
        return notArchived;
    }

    /** A month is due when all of it is older than the retention. */
    private Optional<Segment> due() {
        Instant until = ZonedDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)
                .minus(period)
                .truncatedTo(ChronoUnit.DAYS)
                .withDayOfMonth(1)
                .toInstant();
        return database.transaction(connection -> {
            AuditRepository repository = new AuditRepository(connection);
            Head head = repository.head();
            Segment segment = new Segment(head);
            List<Line> page = repository.lines(segment.last(), head.tree().size(), PAGE);
            while (segment.takeAll(page, until)) {
                page = repository.lines(segment.last(), head.tree().size(), PAGE);
            }
            return Optional.of(segment).filter(found -> !found.lines.isEmpty());
        });
    }

    /** Returns whether the records were removed. */
    private boolean archive(Segment segment) throws IOException {
        StoredCheckpoint checkpoint = checkpoints.sign(segment.head, segment.tree);
        PrivateFolder folder = PrivateFolder.at(dataDir).folder(FOLDER);
        folder.replace(segment.name() + LINES, String.join("\n", segment.lines) + "\n");
        folder.replace(segment.name() + CHECKPOINT, checkpoint.note());
        boolean isRemoved = database.transaction(connection -> remove(segment, connection));
        deleteOthers(folder, segment, isRemoved);
        return isRemoved;
    }

    /** Deletes what earlier attempts have left, or this one if another node was faster. After a failure nothing is deleted. */
    private static void deleteOthers(PrivateFolder folder, Segment segment, boolean isRemoved) throws IOException {
        try (Stream<Path> files = Files.list(folder.path())) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                boolean isThis = name.equals(segment.name() + LINES) || name.equals(segment.name() + CHECKPOINT);
                boolean isSameStart = name.startsWith(segment.start() + "-");
                if (isRemoved ? isSameStart && !isThis : isThis) {
                    Files.delete(file);
                }
            }
        }
    }

    private boolean remove(Segment segment, Connection connection) throws SQLException {
        AuditRepository repository = new AuditRepository(connection);
        if (!repository.lockedHead().archived().equals(segment.head.archived())) { // another node was faster
            return false;
        }
        repository.removeArchived(segment.tree.state());
        trail.append(
                connection,
                AuditRecord.byProduct(Act.AUDIT_ARCHIVED, segment.name() + LINES)
                        .to(segment.lines.size() + " records removed")
                        .about(segment.tree.root().hex()));
        return true;
    }

    /** Records that follow those which were removed before. */
    private static final class Segment {
        private final Head head;
        private final MerkleTree tree;
        private final List<String> lines = new ArrayList<>();

        private Segment(Head head) {
            this.head = head;
            this.tree = new MerkleTree(head.archived());
        }

        private long last() {
            return tree.size();
        }

        private String start() {
            return "audit-" + (head.archived().size() + 1);
        }

        private String name() {
            return start() + "-" + last();
        }

        /** Returns whether all lines of the page were taken, and more may be. A line without a time goes with its neighbours. */
        private boolean takeAll(List<Line> page, Instant until) {
            for (Line line : page) {
                boolean isYoung = Entry.of(line)
                        .time()
                        .filter(time -> !time.isBefore(until))
                        .isPresent();
                if (isYoung || line.sequence() != last() + 1 || lines.size() == MAX_LINES) {
                    return false;
                }
                lines.add(line.text());
                tree.append(TreeHash.ofLeaf(line.text().getBytes(StandardCharsets.UTF_8)));
            }
            return !page.isEmpty();
        }
    }
}
