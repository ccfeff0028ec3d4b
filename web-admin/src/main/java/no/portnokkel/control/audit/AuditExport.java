package no.portnokkel.control.audit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import no.portnokkel.audit.AuditVerification;
import no.portnokkel.audit.AuditVerifier;
import no.portnokkel.audit.MerkleTree;
import no.portnokkel.control.Database;
import no.portnokkel.control.audit.AuditRepository.Line;
import no.portnokkel.control.audit.AuditSearch.Criteria;
import no.portnokkel.control.audit.AuditSearch.Entry;
import no.portnokkel.control.audit.AuditSearch.Found;
import no.portnokkel.control.users.Actor;

/** Delivers the records as JSON Lines, and verifies those in the database. Reads some hundred at a time. Thread-safe. */
public final class AuditExport {
    private static final int PAGE = 500;

    private final Database database;
    private final AuditTrail trail;
    private final Checkpoints checkpoints;
    private final AuditSearch search;

    /** Creates the export of one node. */
    public AuditExport(Database database, AuditTrail trail, Checkpoints checkpoints) {
        this.database = database;
        this.trail = trail;
        this.checkpoints = checkpoints;
        this.search = new AuditSearch(database);
    }

    /**
     * Records an export and makes a checkpoint over everything up to that record, which is then what is to be delivered.
     *
     * @throws no.portnokkel.control.ProblemException {@code database-unavailable}
     * @throws no.portnokkel.hsm.fault.HsmException if the HSM does not sign the checkpoint
     */
    public StoredCheckpoint begin(Actor auditor, long after) {
        trail.record(AuditRecord.by(auditor, Act.AUDIT_EXPORTED, "audit").to("after " + after));
        return checkpoints.make();
    }

    /**
     * Writes records, each with its line end.
     *
     * @param after sequence number of the last one that the auditor has
     * @param upTo as the checkpoint says
     */
    public void write(long after, long upTo, OutputStream out) throws IOException {
        Lines lines = new Lines(after, upTo);
        while (lines.hasMoreElements()) {
            lines.nextElement().transferTo(out);
        }
    }

    /**
     * Verifies the records in the database with the last checkpoint, and records that. Makes one if none is signed by the present
     * key. Records that were removed must have been archived.
     *
     * @return empty if no key signs checkpoints
     * @throws no.portnokkel.control.ProblemException {@code database-unavailable}
     * @throws no.portnokkel.hsm.fault.HsmException if the key of the checkpoints cannot be read, or does not sign the first one
     */
    public Optional<AuditVerification> verify(Actor auditor) {
        Optional<AuditVerification> result = verify();
        String outcome = result.map(verification -> verification.isIntact() ? "ok" : "failed")
                .orElse("not signed");
        trail.record(AuditRecord.by(auditor, Act.AUDIT_VERIFIED, "audit").to(outcome));
        return result;
    }

    private Optional<AuditVerification> verify() {
        return checkpoints.signer().map(this::verify);
    }

    private AuditVerification verify(PublicKey signer) {
        MerkleTree.State archived = archived();
        OptionalLong removal = recordOf(archived);
        StoredCheckpoint checkpoint = checkpoints
                .last()
                .filter(last -> last.isSignedBy(signer) && removal.orElse(0) <= last.size())
                .orElseGet(checkpoints::make);
        boolean isRecorded = archived.size() == 0 || removal.isPresent();
        AuditVerification result = verify(checkpoint, signer, isRecorded ? archived : MerkleTree.State.EMPTY);
        boolean isOvertaken =
                !result.isIntact() && !archived().equals(archived); // another node has removed some meanwhile
        return isOvertaken ? verify(signer) : result;
    }

    /**
     * Returns whether the last checkpoint proves all lines after these, and so these too.
     *
     * @return empty if no key signs checkpoints
     */
    Optional<Boolean> isProven(MerkleTree.State lines) {
        return checkpoints.signer().map(signer -> {
            StoredCheckpoint checkpoint =
                    checkpoints.last().filter(last -> last.isSignedBy(signer)).orElseGet(checkpoints::make);
            return lines.size() <= checkpoint.size()
                    && verify(checkpoint, signer, lines).isIntact();
        });
    }

    private MerkleTree.State archived() {
        return database.transaction(
                connection -> new AuditRepository(connection).head().archived());
    }

    /** Returns the record that says that these lines were removed; whoever deletes rows has none. */
    private OptionalLong recordOf(MerkleTree.State archived) {
        Criteria removals = Criteria.of(Act.AUDIT_ARCHIVED);
        String root = new MerkleTree(archived).root().hex();
        OptionalLong next = OptionalLong.of(Long.MAX_VALUE);
        while (archived.size() > 0 && next.isPresent()) {
            Found found = search.find(removals, next.getAsLong());
            Optional<Entry> removal = found.entries().stream().findFirst();
            if (removal.isPresent()) {
                return removal.filter(record -> record.has("digest", root))
                        .map(record -> OptionalLong.of(record.sequence()))
                        .orElse(OptionalLong.empty());
            }
            next = found.next();
        }
        return OptionalLong.empty();
    }

    private AuditVerification verify(StoredCheckpoint checkpoint, PublicKey signer, MerkleTree.State before) {
        try (InputStream lines = new SequenceInputStream(new Lines(before.size(), checkpoint.size()))) {
            byte[] note = checkpoint.note().getBytes(StandardCharsets.UTF_8);
            return new AuditVerifier(signer).verify(lines, note, before);
        } catch (IOException impossible) { // the lines are in memory
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * The bytes of the records between two sequence numbers, each with its line end. Reads page by page. {@link
     * SequenceInputStream} takes nothing newer than an {@link Enumeration}.
     */
    @SuppressWarnings("JdkObsolete")
    private final class Lines implements Enumeration<InputStream> {
        private final long upTo;
        private long after;
        private Iterator<Line> page = Collections.emptyIterator();

        private Lines(long after, long upTo) {
            this.after = after;
            this.upTo = upTo;
        }

        @Override
        public boolean hasMoreElements() {
            if (!page.hasNext()) {
                page = database.transaction(connection -> new AuditRepository(connection).lines(after, upTo, PAGE))
                        .iterator();
            }
            return page.hasNext();
        }

        @Override
        public InputStream nextElement() {
            Line line = page.next();
            after = line.sequence();
            return new ByteArrayInputStream((line.text() + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
