package no.portnokkel.control.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.audit.AuditLine;
import no.portnokkel.audit.MerkleTree;
import no.portnokkel.audit.TreeHash;

/**
 * Stores the lines of the audit in the database, in the caller's transaction. Transactions that append take turns, so that the
 * order of the lines is that of the commits. Standard SQL only.
 */
final class AuditRepository {
    private final Connection connection;

    AuditRepository(Connection connection) {
        this.connection = connection;
    }

    /** Appends lines. Waits for other transactions that append; the next one waits until this one has ended. */
    void append(List<String> members) throws SQLException {
        Head head = lockedHead();
        MerkleTree tree = new MerkleTree(head.tree());
        Optional<TreeHash> leaf = head.lastLeaf();
        for (String one : members) {
            AuditLine line = leaf.isPresent() ? AuditLine.after(tree.size(), leaf.get(), one) : AuditLine.first(one);
            insert(line);
            tree.append(line.leaf());
            leaf = Optional.of(line.leaf());
        }
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE portnokkel_audit_head SET last_leaf = ?, tree = ? WHERE id = 1")) {
            update.setString(1, leaf.map(TreeHash::hex).orElse(null));
            update.setString(2, tree.state().text());
            update.executeUpdate();
        }
    }

    private void insert(AuditLine line) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO portnokkel_audit (seq, line) VALUES (?, ?)")) {
            insert.setLong(1, line.sequence());
            insert.setString(2, line.text());
            insert.executeUpdate();
        }
    }

    /**
     * Locks the head until the end of the transaction, and returns it: an update locks a row on every database. The first one names
     * the installation.
     */
    Head lockedHead() throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(
                "UPDATE portnokkel_audit_head SET installation = COALESCE(installation, ?) WHERE id = 1")) {
            lock.setString(1, UUID.randomUUID().toString());
            lock.executeUpdate();
        }
        return head();
    }

    /**
     * Returns what the next line continues.
     *
     * @throws SQLDataException if somebody has written anything else there
     */
    Head head() throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(
                        "SELECT installation, last_leaf, tree, archived, merged FROM portnokkel_audit_head WHERE id = 1")) {
            row.next();
            return new Head(
                    Optional.ofNullable(row.getString(1)).map(UUID::fromString).map(UUID::toString),
                    Optional.ofNullable(row.getString(2)).map(TreeHash::ofHex),
                    MerkleTree.State.parse(row.getString(3)),
                    MerkleTree.State.parse(row.getString(4)),
                    Optional.ofNullable(row.getString(5)));
        } catch (IllegalArgumentException malformed) { // not propagated: the innermost cause is what a person reads
            throw new SQLDataException("portnokkel_audit_head is malformed");
        }
    }

    /** Returns the lines with sequence numbers above the first and up to the second, in order, at most as many as given. */
    List<Line> lines(long after, long upTo, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT seq, line FROM portnokkel_audit WHERE seq > ? AND seq <= ?
                ORDER BY seq FETCH FIRST ? ROWS ONLY""")) {
            select.setLong(1, after);
            select.setLong(2, upTo);
            select.setInt(3, limit);
            return lines(select);
        }
    }

    /** Returns the lines with sequence numbers below the first and above the second, the newest first, at most as many as given. */
    List<Line> linesBefore(long before, long after, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT seq, line FROM portnokkel_audit WHERE seq < ? AND seq > ?
                ORDER BY seq DESC FETCH FIRST ? ROWS ONLY""")) {
            select.setLong(1, before);
            select.setLong(2, after);
            select.setInt(3, limit);
            return lines(select);
        }
    }

    private static List<Line> lines(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            List<Line> lines = new ArrayList<>();
            while (row.next()) {
                lines.add(new Line(row.getLong(1), row.getString(2)));
            }
            return lines;
        }
    }

    /** Remembers that the records of a file are stored, in the transaction that stored them. */
    void merged(String batch) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE portnokkel_audit_head SET merged = ? WHERE id = 1")) {
            update.setString(1, batch);
            update.executeUpdate();
        }
    }

    /** Removes lines from the first one on, and keeps the tree over them. To be called while the head is locked. */
    void removeArchived(MerkleTree.State archived) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM portnokkel_audit WHERE seq <= ?")) {
            delete.setLong(1, archived.size());
            delete.executeUpdate();
        }
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE portnokkel_audit_head SET archived = ? WHERE id = 1")) {
            update.setString(1, archived.text());
            update.executeUpdate();
        }
    }

    /**
     * A stored line.
     *
     * @param text without its end
     */
    record Line(long sequence, String text) {}

    /**
     * What the next line continues.
     *
     * @param installation part of the origin of checkpoints; empty before the first record
     * @param lastLeaf leaf hash of the last line; empty before the first one
     * @param tree over all lines, of which the sequence numbers are 1 to its size
     * @param archived over the lines that were removed after their time, from the first one on
     * @param merged the batch of pending records that was stored last
     */
    record Head(
            Optional<String> installation,
            Optional<TreeHash> lastLeaf,
            MerkleTree.State tree,
            MerkleTree.State archived,
            Optional<String> merged) {}
}
