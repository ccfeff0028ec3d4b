package no.portnokkel.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An append-only Merkle tree that keeps only the roots of its complete subtrees: one hash for each bit that is set in its size,
 * at most 63. Not thread safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6962#section-2.1">RFC 6962, 2.1: Merkle hash trees</a>
 */
public final class MerkleTree {
    private final List<TreeHash> subtrees; // the largest first
    private long size;

    /** Creates a tree without leaves. */
    public MerkleTree() {
        this(State.EMPTY);
    }

    /** Creates a tree that continues from a state. */
    public MerkleTree(State state) {
        this.subtrees = new ArrayList<>(state.subtrees());
        this.size = state.size();
    }

    /** Appends a leaf by its hash, {@link TreeHash#ofLeaf}. */
    public void append(TreeHash leaf) {
        TreeHash complete = leaf;
        for (long rest = size; (rest & 1) == 1; rest >>= 1) { // as a carry in binary addition
            complete = TreeHash.ofNode(subtrees.remove(subtrees.size() - 1), complete);
        }
        subtrees.add(complete);
        size++;
    }

    /** Returns the number of leaves. */
    public long size() {
        return size;
    }

    /** Returns the hash over all leaves, of at most 62 hashes. */
    public TreeHash root() {
        if (subtrees.isEmpty()) {
            return TreeHash.EMPTY_TREE;
        }
        TreeHash root = subtrees.get(subtrees.size() - 1);
        for (int i = subtrees.size() - 2; i >= 0; i--) {
            root = TreeHash.ofNode(subtrees.get(i), root);
        }
        return root;
    }

    /** Returns what a later tree needs to continue from here. */
    public State state() {
        return new State(size, subtrees);
    }

    /**
     * The compact state of a tree.
     *
     * @param size number of leaves
     * @param subtrees roots of the complete subtrees, the largest first: one for each bit that is set in the size
     */
    public record State(long size, List<TreeHash> subtrees) {
        /** The state of a tree without leaves. */
        public static final State EMPTY = new State(0, List.of());

        public State {
            subtrees = List.copyOf(subtrees);
            if (size < 0 || Long.bitCount(size) != subtrees.size()) {
                throw new IllegalArgumentException(
                        "A tree of " + size + " leaves has other subtrees than these " + subtrees.size() + ".");
            }
        }

        /**
         * Returns the state with this text.
         *
         * @param text as {@link #text()} returns it
         * @throws IllegalArgumentException it is anything else
         */
        public static State parse(String text) {
            String[] parts = text.split(" ", -1);
            return new State(
                    Long.parseLong(parts[0]),
                    List.of(parts).subList(1, parts.length).stream()
                            .map(TreeHash::ofHex)
                            .toList());
        }

        /** Returns the size and the hashes, separated by spaces: ASCII, at most 4,115 characters, for one column of a database. */
        public String text() {
            return size + subtrees.stream().map(hash -> " " + hash.hex()).collect(Collectors.joining());
        }
    }
}
