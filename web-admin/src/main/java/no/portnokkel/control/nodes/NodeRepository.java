package no.portnokkel.control.nodes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stores nodes in the database, in the caller's transaction. Standard SQL only. */
final class NodeRepository {
    private final Connection connection;

    NodeRepository(Connection connection) {
        this.connection = connection;
    }

    /** Returns the time by the clock of the database. */
    Instant now() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT CURRENT_TIMESTAMP");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    /** Returns the nodes that were seen last, at most 50. */
    List<Node> all() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT * FROM portnokkel_node ORDER BY last_seen DESC FETCH FIRST 50 ROWS ONLY");
                ResultSet rows = select.executeQuery()) {
            List<Node> all = new ArrayList<>();
            while (rows.next()) {
                all.add(read(rows));
            }
            return all;
        }
    }

    private static Node read(ResultSet row) throws SQLException {
        return new Node(
                row.getString("name"),
                row.getString("instance"),
                Optional.ofNullable(row.getString("environment")),
                row.getLong("choice_version"),
                row.getBoolean("ready"),
                Optional.ofNullable(row.getString("hsm_state")),
                Optional.ofNullable(row.getString("digest")),
                row.getString("product_release"),
                Optional.of(Duration.ofMillis(row.getLong("clock_offset_millis"))),
                row.getObject("last_seen", OffsetDateTime.class).toInstant());
    }

    /** Stores a node, seen now by the clock of the database. Its clock offset must be known. */
    void store(Node node) throws SQLException {
        if (!write(node, """
                UPDATE portnokkel_node SET instance = ?, environment = ?, choice_version = ?, ready = ?, hsm_state = ?,
                  digest = ?, product_release = ?, clock_offset_millis = ?, last_seen = CURRENT_TIMESTAMP
                WHERE name = ?""")) {
            write(node, """
                    INSERT INTO portnokkel_node (instance, environment, choice_version, ready, hsm_state, digest,
                      product_release, clock_offset_millis, name, last_seen)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, CURRENT_TIMESTAMP)""");
        }
    }

    private boolean write(Node node, String statement) throws SQLException {
        try (PreparedStatement write = connection.prepareStatement(statement)) {
            write.setString(1, node.instance());
            write.setString(2, node.environment().orElse(null));
            write.setLong(3, node.version());
            write.setBoolean(4, node.isReady());
            write.setString(5, node.hsmState().orElse(null));
            write.setString(6, node.digest().orElse(null));
            write.setString(7, node.release());
            write.setLong(8, node.clockOffset().orElseThrow().toMillis());
            write.setString(9, node.name());
            return write.executeUpdate() == 1;
        }
    }

    /** Deletes the nodes that were not seen since then. */
    void deleteUnseenSince(Instant time) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM portnokkel_node WHERE last_seen < ?")) {
            delete.setObject(1, time.atOffset(ZoneOffset.UTC));
            delete.executeUpdate();
        }
    }

    /** Returns the choice of environment that was committed last; empty before the first switch. */
    Optional<Choice> lastChoice() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                        SELECT environment, version FROM portnokkel_choice
                        ORDER BY version DESC FETCH FIRST 1 ROWS ONLY""");
                ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(new Choice(row.getString(1), row.getLong(2))) : Optional.empty();
        }
    }

    /**
     * A choice of environment.
     *
     * @param version increases with every choice
     */
    record Choice(String environment, long version) {
        /** Returns whether a node has not followed this choice. A greater version is that of a later one. */
        boolean isAheadOf(Node node) {
            return version > node.version()
                    || (version == node.version() && !node.environment().equals(Optional.of(environment)));
        }
    }
}
