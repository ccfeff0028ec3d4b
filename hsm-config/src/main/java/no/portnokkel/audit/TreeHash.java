package no.portnokkel.audit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The SHA-256 hash of a leaf or a subtree. Immutable and thread safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6962#section-2.1">RFC 6962, 2.1</a>
 */
public final class TreeHash {
    /** The root of a tree without leaves: the hash of no bytes. */
    public static final TreeHash EMPTY_TREE = new TreeHash(sha256().digest());

    private static final int BYTES = 32;
    // the prefixes keep a leaf from passing for a node: second preimages
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final byte[] hash;

    private TreeHash(byte[] hash) {
        this.hash = hash;
    }

    /** Returns the hash of a leaf. */
    public static TreeHash ofLeaf(byte[] leaf) {
        MessageDigest digest = sha256();
        digest.update(LEAF);
        return new TreeHash(digest.digest(leaf));
    }

    /** Returns the hash of a node with two subtrees. */
    static TreeHash ofNode(TreeHash left, TreeHash right) {
        MessageDigest digest = sha256();
        digest.update(NODE);
        digest.update(left.hash);
        return new TreeHash(digest.digest(right.hash));
    }

    /**
     * Returns the hash with these hexadecimal digits.
     *
     * @param digits 64 digits, lower case
     * @throws IllegalArgumentException it is anything else
     */
    public static TreeHash ofHex(String digits) {
        if (!digits.matches("[0-9a-f]{64}")) { // one form only: the digits are part of a hashed line
            throw new IllegalArgumentException("A hash is 64 hexadecimal digits, lower case.");
        }
        return new TreeHash(HexFormat.of().parseHex(digits));
    }

    /**
     * Returns the hash with this Base64 text (RFC 4648, 4).
     *
     * @throws IllegalArgumentException it is not the encoding of 32 bytes
     */
    static TreeHash ofBase64(String text) {
        byte[] hash = Base64.getDecoder().decode(text);
        if (hash.length != BYTES || !Base64.getEncoder().encodeToString(hash).equals(text)) {
            throw new IllegalArgumentException("A hash in Base64 is the encoding of 32 bytes.");
        }
        return new TreeHash(hash);
    }

    /** Returns 64 hexadecimal digits, lower case. */
    public String hex() {
        return HexFormat.of().formatHex(hash);
    }

    /** Returns 44 characters of Base64 (RFC 4648, 4). */
    public String base64() {
        return Base64.getEncoder().encodeToString(hash);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) { // every Java platform has it
            throw new IllegalStateException("SHA-256", impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TreeHash that && MessageDigest.isEqual(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(hash).getInt();
    }

    /** Returns the hexadecimal digits. */
    @Override
    public String toString() {
        return hex();
    }
}
