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
import no.portnokkel.audit.AuditVerification;
import no.portnokkel.audit.AuditVerifier;
import no.portnokkel.audit.MerkleTree;
import no.portnokkel.control.Database;
import no.portnokkel.control.audit.AuditRepository.Line;
import no.portnokkel.control.users.Actor;

/** Delivers the records as JSON Lines, and verifies those in the database. Reads some hundred at a time. Thread-safe. */
public final class AuditExport {
    private static final int PAGE = 500;

    private final Database database;
    private final AuditTrail trail;
    private final Checkpoints checkpoints;

    /** Creates the export of one node. */
    public AuditExport(Database database, AuditTrail trail, Checkpoints checkpoints) {
        this.database = database;
        this.trail = trail;
        this.checkpoints = checkpoints;
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
     * Verifies the records in the database with the last checkpoint, and records that. Makes the first checkpoint if there is none.
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

    /** As {@link #verify(Actor)}, without a record. */
    Optional<AuditVerification> verify() {
        return checkpoints.signer().map(signer -> verify(checkpoints.last().orElseGet(checkpoints::make), signer));
    }

    private AuditVerification verify(StoredCheckpoint checkpoint, PublicKey signer) {
        MerkleTree.State archived = database.transaction(
                connection -> new AuditRepository(connection).head().archived());
        try (InputStream lines = new SequenceInputStream(new Lines(archived.size(), checkpoint.size()))) {
            byte[] note = checkpoint.note().getBytes(StandardCharsets.UTF_8);
            return new AuditVerifier(signer).verify(lines, note, archived);
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
