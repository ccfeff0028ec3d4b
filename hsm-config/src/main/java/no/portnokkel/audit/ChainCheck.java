package no.portnokkel.audit;

import java.util.Optional;
import no.portnokkel.problem.Text;

/**
 * Compares the lines of an export with each other, one after another, and in the end with a checkpoint. Keeps three trees and no
 * lines. Not thread safe.
 *
 * <p>Where a line does not follow the one before, either of them may have been changed. The checkpoint decides: the first is wrong
 * if the tree over what each line says of the one before it has the signed root, the second if it has that root with the first as
 * it stands.
 */
final class ChainCheck {
    private final MerkleTree read;
    private final MerkleTree claimed; // each leaf as the next line has it
    private final MerkleTree claimedAfterBreak; // likewise, but the leaf at the break as it stands
    private final Optional<Checkpoint> checkpoint;
    private Optional<ReadLine> last = Optional.empty();
    private TreeHash rootAtSize;
    private long breakAfter; // 0: none

    /**
     * Creates the check of lines that follow others.
     *
     * @param checkpoint its signature is verified; empty: the lines are compared with each other only
     * @param before the tree over the lines before the first one; the root of the checkpoint covers it
     */
    ChainCheck(Optional<Checkpoint> checkpoint, MerkleTree.State before) {
        this.checkpoint = checkpoint;
        this.read = new MerkleTree(before);
        this.claimed = new MerkleTree(before);
        this.claimedAfterBreak = new MerkleTree(before);
        this.rootAtSize = read.root();
    }

    /** Returns the number of lines so far, with those before the first one. */
    long records() {
        return read.size();
    }

    /** Returns the leaf hash of the last line; empty when there is none. */
    Optional<TreeHash> head() {
        return last.map(ReadLine::leaf);
    }

    /** Adds the next line; returns why neither it nor a further one can be compared. */
    Optional<AuditFinding> add(ReadLine line) {
        long expected = records() + 1;
        if (line.sequence() != expected) {
            return Optional.of(outOfSequence(line, expected));
        }
        if (line.previous().isPresent() != (records() > 0)) {
            return Optional.of(new AuditFinding.LineMalformed(expected, Text.message("audit-line.no-chain")));
        }
        last.ifPresent(before -> link(before.leaf(), line.previous().orElseThrow()));
        read.append(line.leaf());
        last = Optional.of(line);
        if (checkpoint.filter(signed -> signed.size() == records()).isPresent()) {
            rootAtSize = read.root();
        }
        return Optional.empty();
    }

    /** Returns the finding if the chain was broken before a line that cannot be compared, else that of the line. */
    AuditFinding endedBy(AuditFinding finding) {
        return breakAfter > 0 ? new AuditFinding.ChainBroken(breakAfter) : finding;
    }

    /** Returns why the lines are not those of the checkpoint; empty when they are. Nothing can be added afterwards. */
    Optional<AuditFinding> end() {
        head().ifPresent(
                        leaf -> { // no line follows it
                            claimed.append(leaf);
                            claimedAfterBreak.append(leaf);
                        });
        return checkpoint
                .map(this::differenceFrom)
                .orElseGet(() ->
                        breakAfter > 0 ? Optional.of(new AuditFinding.ChainBroken(breakAfter)) : Optional.empty());
    }

    private Optional<AuditFinding> differenceFrom(Checkpoint signed) {
        boolean sameStart = rootAtSize.equals(signed.root());
        if (records() > signed.size() && sameStart) {
            return Optional.of(new AuditFinding.RecordsAdded(records(), signed.size()));
        }
        if (breakAfter > 0) {
            return Optional.of(breakIn(signed));
        }
        if (records() < signed.size()) {
            return Optional.of(new AuditFinding.RecordsMissing(records(), signed.size()));
        }
        return sameStart ? Optional.empty() : Optional.of(new AuditFinding.RootDiffers(signed.size()));
    }

    private AuditFinding breakIn(Checkpoint signed) {
        if (isSigned(claimed, signed)) {
            return new AuditFinding.RecordChanged(breakAfter);
        }
        return isSigned(claimedAfterBreak, signed)
                ? new AuditFinding.RecordChanged(breakAfter + 1)
                : new AuditFinding.ChainBroken(breakAfter);
    }

    private static boolean isSigned(MerkleTree tree, Checkpoint signed) {
        return tree.size() == signed.size() && tree.root().equals(signed.root());
    }

    private void link(TreeHash leaf, TreeHash claim) {
        if (breakAfter == 0 && !leaf.equals(claim)) {
            breakAfter = records();
        }
        claimed.append(claim);
        claimedAfterBreak.append(breakAfter == records() ? leaf : claim);
    }

    /** Two different records that both follow the same one: the place of the first may be the wrong one. */
    private AuditFinding outOfSequence(ReadLine line, long expected) {
        boolean rival = last.filter(before -> before.sequence() == line.sequence()
                        && before.previous().equals(line.previous())
                        && !before.leaf().equals(line.leaf()))
                .isPresent();
        return rival
                ? new AuditFinding.SequenceTwice(line.sequence())
                : new AuditFinding.SequenceBroken(expected, line.sequence());
    }
}
