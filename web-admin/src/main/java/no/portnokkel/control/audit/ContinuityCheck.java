package no.portnokkel.control.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import no.portnokkel.audit.MerkleTree;
import no.portnokkel.audit.TreeHash;
import no.portnokkel.control.Database;
import no.portnokkel.control.audit.AuditRepository.Head;
import no.portnokkel.control.audit.AuditRepository.Line;
import no.portnokkel.files.PrivateFolder;

/**
 * Checks that the records in the database continue those that this node has seen, before the HSM signs them: whoever rewrites the
 * database must not get a signature for it. The tree that was seen last is in the file {@code audit-tree} of the data directory.
 */
final class ContinuityCheck {
    private static final System.Logger LOG = System.getLogger(ContinuityCheck.class.getName());
    private static final String FILE = "audit-tree";
    private static final int PAGE = 500;

    private final Database database;
    private final Path dataDir;

    ContinuityCheck(Database database, Path dataDir) {
        this.database = database;
        this.dataDir = dataDir;
    }

    /**
     * Returns the tree that this node has seen if the present one does not continue it: an older copy of the database was restored,
     * or somebody has changed or deleted rows. Reads the records since then.
     */
    Optional<MerkleTree.State> lostBy(Head present) {
        return seen().filter(seen -> !seen.isOf(present) || !isContinued(seen.tree(), present.tree()))
                .map(Seen::tree);
    }

    /** Remembers the present tree as seen. */
    void accept(Head present) {
        try {
            PrivateFolder.at(dataDir)
                    .replace(
                            FILE,
                            present.installation().orElse("") + "\n"
                                    + present.tree().text());
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.WARNING, "audit-tree cannot be written in data-dir", failed);
        }
    }

    private Optional<Seen> seen() {
        try {
            return Optional.of(Seen.parse(Files.readString(dataDir.resolve(FILE))));
        } catch (IOException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private boolean isContinued(MerkleTree.State seen, MerkleTree.State present) {
        MerkleTree tree = new MerkleTree(seen);
        while (tree.size() < present.size()) {
            List<Line> page = database.transaction(
                    connection -> new AuditRepository(connection).lines(tree.size(), present.size(), PAGE));
            if (page.isEmpty()) {
                return false;
            }
            page.forEach(line -> tree.append(TreeHash.ofLeaf(line.text().getBytes(StandardCharsets.UTF_8))));
        }
        return tree.state().equals(present);
    }

    /**
     * What this node has seen last.
     *
     * @param installation {@code ""} before the first record
     */
    private record Seen(String installation, MerkleTree.State tree) {
        static Seen parse(String text) {
            String[] lines = text.split("\n", 2);
            return new Seen(lines[0], MerkleTree.State.parse(lines[lines.length - 1]));
        }

        /** The name of the installation is part of what is signed, and never changes. */
        boolean isOf(Head present) {
            return installation.isEmpty() || present.installation().equals(Optional.of(installation));
        }
    }
}
