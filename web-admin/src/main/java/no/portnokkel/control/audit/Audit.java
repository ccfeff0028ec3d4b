package no.portnokkel.control.audit;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import no.portnokkel.audit.NoteSigner;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.users.SignIns.SignInListener;
import no.portnokkel.events.EventPublisher.EventListener;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.problem.Problem;

/** The audit of one node: its trail, checkpoints and export, and the threads that record who signs in and let the HSM sign. Thread-safe. */
public final class Audit implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Audit.class.getName());
    private static final int MAX_UNWRITTEN = 1_000;
    private static final Duration LONGEST_WRITING = Duration.ofSeconds(2);

    private final AuditTrail trail;
    private final Checkpoints checkpoints;
    private final AuditExport export;
    private final AuditSearch search;
    private final Retention retention;
    private final GrantCounts grants;
    private final ExecutorService writer;
    private final ExecutorService checkpointing;
    private final SignInListener signIns;
    private volatile String recordedDigest = "";

    /**
     * Creates the audit of one node.
     *
     * @param dataDir holds records that are made while the database is unavailable, and the tree over the records that this node has seen
     * @param signers as for {@link Checkpoints}
     * @param witness {@code portnokkel.audit.witness-file}
     * @param period {@code portnokkel.audit.retention}
     * @param node name of this node
     * @param threads creates two threads: for the records of who signs in, and for checkpoints
     * @param nanoClock monotonic clock, in nanoseconds
     */
    public Audit(
            Database database,
            Path dataDir,
            Supplier<List<NoteSigner>> signers,
            Optional<Path> witness,
            Period period,
            String node,
            ThreadFactory threads,
            Clock clock,
            LongSupplier nanoClock) {
        this.trail = new AuditTrail(database, dataDir, clock, node);
        this.checkpoints = new Checkpoints(database, trail, dataDir, signers, witness, clock);
        this.export = new AuditExport(database, trail, checkpoints);
        this.search = new AuditSearch(database);
        this.retention = new Retention(database, trail, checkpoints, export, dataDir, period, clock);
        this.grants = new GrantCounts(trail, nanoClock);
        this.writer = new ThreadPoolExecutor(
                0,
                1,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_UNWRITTEN),
                threads,
                new ThreadPoolExecutor.CallerRunsPolicy());
        this.checkpointing = new ThreadPoolExecutor(
                0, 1, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), threads, new ThreadPoolExecutor.DiscardPolicy());
        this.signIns = new SignInAudit(trail, writer, nanoClock);
    }

    /** Returns what records who did what. */
    public AuditTrail trail() {
        return trail;
    }

    /** Returns the checkpoints over the records. */
    public Checkpoints checkpoints() {
        return checkpoints;
    }

    /** Returns the export and verification of the records. */
    public AuditExport export() {
        return export;
    }

    /** Returns the search for readers. */
    public AuditSearch search() {
        return search;
    }

    /** Returns what counts the tokens that this deployment gets. */
    public EventListener grants() {
        return grants;
    }

    /** Returns what records who signs in and out. */
    public SignInListener signIns() {
        return signIns;
    }

    /**
     * Stores records that wait on disk, and starts a checkpoint if one is due: the HSM may let its signature wait. To be called once
     * a second.
     *
     * @throws ProblemException {@code database-unavailable}
     */
    public void check() {
        trail.mergePending();
        checkpointing.execute(this::checkpoint);
    }

    /** Records how many tokens this deployment got in the last minute. Without the database it waits on disk. */
    public void countGrants() {
        grants.check();
    }

    private void checkpoint() {
        try {
            checkpoints.check();
            retention.check();
        } catch (ProblemException | HsmException unavailable) { // listed by the database and by the HSM itself
            trail.requestCheckpoint();
            LOG.log(System.Logger.Level.DEBUG, "No checkpoint could be made", unavailable);
        }
    }

    /** Records the settings and users in effect, once after the start and after each change. */
    public void inEffect(String environment, String digest) {
        if (!digest.equals(recordedDigest)) {
            recordedDigest = digest;
            trail.record(AuditRecord.byProduct(Act.CONFIGURATION_IN_EFFECT, environment)
                    .about(digest));
        }
    }

    /** Returns why records are not written, not signed, or missing. Does no I/O. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>(checkpoints.problems());
        trail.problem().ifPresent(problems::add);
        retention.problem().ifPresent(problems::add);
        return problems;
    }

    /** Waits at most two seconds for records that are being written: the application stops. */
    @Override
    public void close() {
        checkpointing.shutdownNow();
        grants.close();
        writer.shutdown();
        try {
            boolean unused = writer.awaitTermination(LONGEST_WRITING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
