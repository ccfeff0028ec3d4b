package no.portnokkel.control.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Stores checkpoints in the database, in the caller's transaction. Standard SQL only. */
final class CheckpointRepository {
    private final Connection connection;

    CheckpointRepository(Connection connection) {
        this.connection = connection;
    }

    /** Stores a checkpoint, in place of another one over as many records. To be called while the head of the audit is locked. */
    void store(StoredCheckpoint made) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM portnokkel_checkpoint WHERE size = ?")) {
            delete.setLong(1, made.size());
            delete.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO portnokkel_checkpoint (size, created_at, signed, note) VALUES (?, ?, ?, ?)")) {
            insert.setLong(1, made.size());
            insert.setObject(2, made.createdAt().atOffset(ZoneOffset.UTC));
            insert.setBoolean(3, made.isSigned());
            insert.setString(4, made.note());
            insert.executeUpdate();
        }
    }

    /** Returns the last checkpoint over at most this many records: rows with more are not of this audit. */
    Optional<StoredCheckpoint> last(long upTo) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT size, created_at, signed, note FROM portnokkel_checkpoint WHERE size <= ?
                ORDER BY size DESC FETCH FIRST 1 ROWS ONLY""")) {
            return one(select, upTo);
        }
    }

    /** Returns the checkpoint over exactly this many records. */
    Optional<StoredCheckpoint> find(long size) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT size, created_at, signed, note FROM portnokkel_checkpoint WHERE size = ?")) {
            return one(select, size);
        }
    }

    private static Optional<StoredCheckpoint> one(PreparedStatement select, long size) throws SQLException {
        select.setLong(1, size);
        try (ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(new StoredCheckpoint(
                            row.getLong(1),
                            row.getObject(2, OffsetDateTime.class).toInstant(),
                            row.getBoolean(3),
                            row.getString(4)))
                    : Optional.empty();
        }
    }
}
