package no.portnokkel.audit;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A line of the audit: a JSON object with its sequence number and the leaf hash of the line before, so that a verifier can name
 * the first line that is wrong. Immutable and thread safe.
 */
public final class AuditLine {
    /** The longest line in bytes of UTF-8, without its end. */
    public static final int MAX_BYTES = 1 << 20;

    static final String SEQUENCE = "seq";
    static final String PREVIOUS = "previous";

    private final long sequence;
    private final String text;
    private final TreeHash leaf;

    private AuditLine(long sequence, String head, String members) {
        requireObject(members);
        String rest = members.strip().substring(1).stripLeading();
        this.sequence = sequence;
        this.text = head + (rest.startsWith("}") ? "" : ",") + rest;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("A line of the audit has at most " + MAX_BYTES + " bytes.");
        }
        this.leaf = TreeHash.ofLeaf(bytes);
    }

    /**
     * Returns the first line of an audit, with the sequence number 1.
     *
     * @param members a JSON object on one line, without {@code seq} and {@code previous}
     * @throws IllegalArgumentException it is anything else, has a member twice, or makes the line too long
     */
    public static AuditLine first(String members) {
        return new AuditLine(1, "{\"" + SEQUENCE + "\":1", members);
    }

    /**
     * Returns the line after another one.
     *
     * @param sequence of the last line, at least 1
     * @param leaf of the last line
     * @param members as in {@link #first}
     * @throws IllegalArgumentException as in {@link #first}
     */
    public static AuditLine after(long sequence, TreeHash leaf, String members) {
        if (sequence < 1) {
            throw new IllegalArgumentException("Sequence numbers begin with 1.");
        }
        long next = Math.addExact(sequence, 1);
        String head = "{\"" + SEQUENCE + "\":" + next + ",\"" + PREVIOUS + "\":\"" + leaf.hex() + '"';
        return new AuditLine(next, head, members);
    }

    /** Returns the line after this one; see {@link #after}. */
    public AuditLine next(String members) {
        return after(sequence, leaf, members);
    }

    /** Returns 1, 2, …, without gaps. */
    public long sequence() {
        return sequence;
    }

    /** Returns the line without its end. It is stored and exported as it is: another order or spacing is another line. */
    public String text() {
        return text;
    }

    /** Returns the hash of the bytes of {@link #text()} in UTF-8. */
    public TreeHash leaf() {
        return leaf;
    }

    private static void requireObject(String members) {
        try {
            Map<String, String> names = JsonObjectScanner.members(members);
            if (members.indexOf('\n') >= 0
                    || !StandardCharsets.UTF_8.newEncoder().canEncode(members) // a half of a surrogate pair
                    || names.containsKey(SEQUENCE)
                    || names.containsKey(PREVIOUS)) {
                throw new IllegalArgumentException(
                        "The members of a line are on one line of Unicode, without seq and previous.");
            }
        } catch (MalformedAuditException malformed) { // its message quotes nothing of the line
            throw new IllegalArgumentException(
                    "The members of a line are a JSON object: " + malformed.getMessage(), malformed);
        }
    }
}
