package no.portnokkel.control.audit;

import java.security.PublicKey;
import java.time.Instant;
import no.portnokkel.audit.Checkpoint;

/**
 * A checkpoint as it is stored.
 *
 * @param size number of records that it is over, at least 0
 * @param createdAt by the clock of the node that made it
 * @param isSigned whether that node had a key for it
 * @param note signed note, as C2SP describes it
 * @see <a href="https://c2sp.org/tlog-checkpoint@v1.0.0">C2SP tlog-checkpoint v1.0.0</a>
 */
public record StoredCheckpoint(long size, Instant createdAt, boolean isSigned, String note) {
    /** Returns whether the note has a signature by this key. */
    boolean isSignedBy(PublicKey key) {
        return Checkpoint.isSigned(note, key);
    }

    /** Returns whether the note states exactly this; false for a row that somebody else has written. Verifies no signature. */
    boolean states(Checkpoint checkpoint) {
        try {
            return Checkpoint.parse(note).equals(checkpoint);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
