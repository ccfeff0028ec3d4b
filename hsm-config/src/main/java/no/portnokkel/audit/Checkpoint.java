package no.portnokkel.audit;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import no.portnokkel.audit.SignedNote.SignatureLine;
import no.portnokkel.problem.Text;

/**
 * A statement about all lines of an audit: how many there are, and the root of the tree over them.
 *
 * @param origin names the audit, {@code portnokkel/<installation>}; also the name of the keys that sign its checkpoints
 * @param size number of lines
 * @param root root of the tree over the lines
 * @see <a href="https://c2sp.org/tlog-checkpoint@v1.0.0">C2SP tlog-checkpoint v1.0.0</a>
 */
public record Checkpoint(String origin, long size, TreeHash root) {
    /** The longest note with a checkpoint, in bytes. */
    public static final int MAX_NOTE_BYTES = SignedNote.MAX_BYTES;

    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");

    public Checkpoint {
        if (origin.isEmpty() || origin.chars().anyMatch(one -> one < ' ')) {
            throw new IllegalArgumentException("The origin of a checkpoint is a line of text.");
        }
        if (size < 0 || (size == 0) != root.equals(TreeHash.EMPTY_TREE)) {
            throw new IllegalArgumentException("A tree of " + size + " lines has another root.");
        }
    }

    /** Returns the checkpoint of a tree. */
    public static Checkpoint of(String origin, MerkleTree tree) {
        return new Checkpoint(origin, tree.size(), tree.root());
    }

    /**
     * Returns the checkpoint in a note, without verifying a signature.
     *
     * @throws IllegalArgumentException it is no note with a checkpoint
     */
    public static Checkpoint parse(String note) {
        try {
            return of(SignedNote.parse(note.getBytes(StandardCharsets.UTF_8)));
        } catch (MalformedAuditException malformed) {
            throw new IllegalArgumentException("The note " + malformed.getMessage() + ".", malformed);
        }
    }

    /** Returns whether a note with a checkpoint has a valid signature by this key, under the name of its origin. */
    public static boolean isSigned(String note, PublicKey key) {
        byte[] content = note.getBytes(StandardCharsets.UTF_8);
        return new AuditVerifier(key).verify(content).finding().isEmpty();
    }

    /** Returns the checkpoint in a note; ignores lines after the third, as the standard permits. */
    static Checkpoint of(SignedNote note) throws MalformedAuditException {
        List<String> lines = note.text().lines().toList();
        if (lines.size() < 3
                || lines.contains("")
                || !SIZE.matcher(lines.get(1)).matches()) {
            throw notACheckpoint();
        }
        try {
            return new Checkpoint(lines.get(0), Long.parseLong(lines.get(1)), TreeHash.ofBase64(lines.get(2)));
        } catch (IllegalArgumentException wrong) { // not propagated, because it adds nothing for a reader
            throw notACheckpoint();
        }
    }

    /**
     * Returns the text that is signed: origin, size and root, each on a line.
     */
    public String text() {
        return origin + "\n" + size + "\n" + root.base64() + "\n";
    }

    /**
     * Returns the checkpoint as a note with a signature of each signer, which is verified first. Without a signer it is an unsigned
     * note, which proves nothing and which {@link AuditVerifier} does not accept.
     *
     * @param signers usually one; two while a key is replaced
     * @throws IllegalArgumentException a signer's key is not on P-256 or has not made its signature, or the origin has spaces or
     *     plus, which no key's name has
     */
    public String note(List<NoteSigner> signers) {
        byte[] text = text().getBytes(StandardCharsets.UTF_8);
        List<SignatureLine> signatures = new ArrayList<>();
        for (NoteSigner signer : signers) {
            NoteKey key = new NoteKey(origin, signer.publicKey());
            byte[] signature = signer.sign(text.clone());
            if (!key.verifies(text, signature)) {
                throw new IllegalArgumentException(
                        "The key " + key.id() + " has not made the signature of its signer.");
            }
            signatures.add(SignatureLine.of(key, signature));
        }
        return new SignedNote(text(), signatures).format();
    }

    private static MalformedAuditException notACheckpoint() {
        return new MalformedAuditException(Text.message("audit-note.not-a-checkpoint"));
    }
}
