package no.portnokkel.control.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import no.portnokkel.audit.Checkpoint;
import no.portnokkel.audit.MerkleTree;
import no.portnokkel.audit.NoteSigner;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.audit.AuditRepository.Head;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/**
 * Makes checkpoints over all records so far: one an hour if there are new ones, soon after each decision, and for each export. They
 * are stored in the database, and appended to a file that another system collects. Thread-safe.
 */
public final class Checkpoints {
    private static final System.Logger LOG = System.getLogger(Checkpoints.class.getName());
    private static final Duration INTERVAL = Duration.ofHours(1);

    private final Database database;
    private final AuditTrail trail;
    private final ContinuityCheck continuity;
    private final Supplier<List<NoteSigner>> signers;
    private final Optional<Path> witness;
    private final Clock clock;
    private final Instant startedAt;
    private volatile Instant compareAt = Instant.MIN;
    private volatile Optional<Problem> unsigned = Optional.empty();
    private volatile Optional<Problem> lost = Optional.empty();

    /**
     * Creates the checkpoints of one node.
     *
     * @param trail asks for checkpoints after decisions
     * @param dataDir holds the tree over the records that this node has seen
     * @param signers sign each checkpoint in the HSM; none if no key is configured. May throw {@link HsmException}
     * @param witness {@code portnokkel.audit.witness-file}
     */
    public Checkpoints(
            Database database,
            AuditTrail trail,
            Path dataDir,
            Supplier<List<NoteSigner>> signers,
            Optional<Path> witness,
            Clock clock) {
        this.database = database;
        this.trail = trail;
        this.continuity = new ContinuityCheck(database, dataDir);
        this.signers = signers;
        this.witness = witness;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /**
     * Makes a checkpoint if one is due. To be called once a second.
     *
     * @throws ProblemException {@code database-unavailable}
     */
    public void check() {
        if (!clock.instant().isBefore(compareAt)) {
            continuedHead();
            compareAt = clock.instant().plus(INTERVAL);
        }
        if (trail.takeCheckpointRequest() || isDue()) {
            try {
                make();
            } catch (HsmException notSigned) {
                trail.requestCheckpoint();
                LOG.log(System.Logger.Level.DEBUG, "A checkpoint was not signed", notSigned);
                report(Optional.of(Problem.of(
                        ProblemCode.AUDIT_NOT_SIGNED,
                        "audit-not-signed.hsm",
                        Map.of("cause", notSigned.fault().problem().detail()))));
            }
        }
    }

    private boolean isDue() {
        return database.transaction(connection -> {
            long size = new AuditRepository(connection).head().tree().size();
            Optional<StoredCheckpoint> last = new CheckpointRepository(connection).last(size);
            boolean hasNew = last.map(StoredCheckpoint::size).orElse(0L) < size;
            Instant since = last.map(StoredCheckpoint::createdAt).orElse(startedAt);
            return hasNew && !since.plus(INTERVAL).isAfter(clock.instant());
        });
    }

    /**
     * Makes a checkpoint over all records so far, unless there is one.
     *
     * @throws HsmException if the HSM does not sign it
     * @throws ProblemException {@code database-unavailable}
     */
    public synchronized StoredCheckpoint make() {
        Head head = continuedHead();
        List<NoteSigner> keys = signers.get();
        Checkpoint checkpoint = Checkpoint.of(origin(head), new MerkleTree(head.tree()));
        Optional<StoredCheckpoint> known =
                database.transaction(connection -> new CheckpointRepository(connection).find(checkpoint.size()));
        StoredCheckpoint made = known.filter(stored -> stored.states(checkpoint))
                .filter(stored -> keys.stream().allMatch(key -> stored.isSignedBy(key.publicKey())))
                .orElseGet(() -> store(checkpoint, keys));
        report(
                keys.isEmpty()
                        ? Optional.of(Problem.of(ProblemCode.AUDIT_NOT_SIGNED, "audit-not-signed.no-key"))
                        : witnessed(made));
        return made;
    }

    /**
     * Signs a checkpoint over some records from the first one on, without storing it.
     *
     * @throws HsmException if the HSM does not sign it
     */
    StoredCheckpoint sign(Head head, MerkleTree tree) {
        return sign(Checkpoint.of(origin(head), tree), signers.get());
    }

    private StoredCheckpoint sign(Checkpoint checkpoint, List<NoteSigner> keys) {
        return new StoredCheckpoint(checkpoint.size(), clock.instant(), !keys.isEmpty(), checkpoint.note(keys));
    }

    private static String origin(Head head) {
        return "portnokkel/" + head.installation().orElse("new");
    }

    /** Logs the first problem after none, before others see it. */
    private void report(Optional<Problem> found) {
        if (unsigned.isEmpty()) {
            found.ifPresent(problem -> LOG.log(System.Logger.Level.WARNING, "{0}", problem.sentence()));
        }
        unsigned = found;
    }

    private StoredCheckpoint store(Checkpoint checkpoint, List<NoteSigner> keys) {
        StoredCheckpoint made = sign(checkpoint, keys);
        return database.transaction(connection -> {
            new AuditRepository(connection).lockedHead(); // another node may make the same one at this moment
            new CheckpointRepository(connection).store(made);
            return made;
        });
    }

    /** Returns the head of the audit. If it does not continue what this node has seen, that is recorded first. */
    private synchronized Head continuedHead() {
        Head head = head();
        Optional<MerkleTree.State> seen = continuity.lostBy(head);
        if (seen.isPresent()) {
            MerkleTree tree = new MerkleTree(seen.get());
            Map<String, Object> arguments =
                    Map.of("records", tree.size(), "root", tree.root().base64());
            lost = Optional.of(Problem.of(ProblemCode.AUDIT_RESTORED, "audit-restored", arguments));
            LOG.log(System.Logger.Level.WARNING, "{0}", lost.get().sentence());
            trail.record(AuditRecord.byProduct(Act.AUDIT_RESTORED, "audit")
                    .change(Optional.of(tree.size() + " records"), head.tree().size() + " records")
                    .about(tree.root().hex()));
            head = head();
        }
        continuity.accept(head);
        return head;
    }

    private Head head() {
        return database.transaction(connection -> new AuditRepository(connection).head());
    }

    /** Returns the last checkpoint; empty before the first one. */
    public Optional<StoredCheckpoint> last() {
        return database.transaction(connection -> new CheckpointRepository(connection)
                .last(new AuditRepository(connection).head().tree().size()));
    }

    /**
     * Returns the public key that signs checkpoints; empty if none is configured.
     *
     * @throws HsmException if it cannot be read
     */
    public Optional<PublicKey> signer() {
        return signers.get().stream().findFirst().map(NoteSigner::publicKey);
    }

    /**
     * Returns why checkpoints are not signed or not witnessed, and whether the database lacks records that this node has seen since
     * its start. Does no I/O.
     */
    public List<Problem> problems() {
        return Stream.of(unsigned, lost).flatMap(Optional::stream).toList();
    }

    private Optional<Problem> witnessed(StoredCheckpoint made) {
        if (witness.isEmpty()) {
            return Optional.empty();
        }
        Path file = witness.get();
        try {
            Files.writeString(file, made.note() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return Optional.empty();
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.DEBUG, "The witness file cannot be written", failed);
            return Optional.of(Problem.of(
                    ProblemCode.AUDIT_NOT_SIGNED,
                    "audit-not-signed.witness",
                    Map.of("file", file.toString(), "reason", failed.getClass().getSimpleName())));
        }
    }
}
