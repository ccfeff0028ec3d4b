package no.portnokkel.audit;

import java.util.List;
import java.util.Optional;

/**
 * The result of a verification.
 *
 * @param checkpoint what the given key has signed; empty when it has signed nothing
 * @param removed number of records before the first one that was read; 0 for a whole audit
 * @param records number of records that were read, at most up to the first that cannot be compared
 * @param head leaf hash of the last of these; empty when there is none
 * @param findings what is wrong: at most one of the checkpoint and one of the file, since all that follows from the first is left
 *     out
 */
public record AuditVerification(
        Optional<Checkpoint> checkpoint,
        long removed,
        long records,
        Optional<TreeHash> head,
        List<AuditFinding> findings) {
    public AuditVerification {
        findings = List.copyOf(findings);
        if (findings.isEmpty()
                && checkpoint
                        .filter(signed -> signed.size() == removed + records)
                        .isEmpty()) {
            throw new IllegalArgumentException("Without a signed checkpoint of all records nothing is intact.");
        }
    }

    /** Returns whether the file has exactly the records of the checkpoint, and the given key has signed that. */
    public boolean isIntact() {
        return findings.isEmpty();
    }
}
