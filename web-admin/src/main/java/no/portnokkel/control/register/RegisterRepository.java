package no.portnokkel.control.register;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;

/** Stores the registers of one node, one for each day, in the caller's transaction. Standard SQL only. */
final class RegisterRepository {
    private final Connection connection;
    private final String node;

    RegisterRepository(Connection connection, String node) {
        this.connection = connection;
        this.node = node;
    }

    /** Replaces the register of a day. */
    void store(Snapshot snapshot) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM portnokkel_register WHERE node = ? AND taken_on = ?")) {
            delete.setString(1, node);
            delete.setObject(2, snapshot.day());
            delete.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO portnokkel_register (node, taken_on, entry_number, entry) VALUES (?, ?, ?, ?)")) {
            add(insert, snapshot.day(), 0, JsonValue.EMPTY_JSON_OBJECT); // a register without entries is one too
            for (int i = 0; i < snapshot.entries().size(); i++) {
                add(insert, snapshot.day(), i + 1, snapshot.entries().getJsonObject(i));
            }
            insert.executeBatch();
        }
    }

    private void add(PreparedStatement insert, LocalDate day, int number, JsonObject entry) throws SQLException {
        insert.setString(1, node);
        insert.setObject(2, day);
        insert.setInt(3, number);
        insert.setString(4, entry.toString());
        insert.addBatch();
    }

    /** Returns the last register up to the end of a day; empty if there is none. */
    Optional<Snapshot> lastUntil(LocalDate day) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT taken_on, entry_number, entry FROM portnokkel_register
                WHERE node = ? AND taken_on =
                  (SELECT MAX(taken_on) FROM portnokkel_register WHERE node = ? AND taken_on <= ?)
                ORDER BY entry_number""")) {
            select.setString(1, node);
            select.setString(2, node);
            select.setObject(3, day);
            try (ResultSet rows = select.executeQuery()) {
                return read(rows);
            }
        }
    }

    private static Optional<Snapshot> read(ResultSet rows) throws SQLException {
        Optional<LocalDate> day = Optional.empty();
        JsonArrayBuilder entries = Json.createArrayBuilder();
        while (rows.next()) {
            day = Optional.of(rows.getObject(1, LocalDate.class));
            try (JsonReader reader = Json.createReader(new StringReader(rows.getString(3)))) {
                JsonObject entry = reader.readObject();
                if (rows.getInt(2) > 0) {
                    entries.add(entry);
                }
            }
        }
        return day.map(taken -> new Snapshot(taken, entries.build()));
    }

    /** Deletes the registers of this node of earlier days. */
    void deleteBefore(LocalDate day) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM portnokkel_register WHERE node = ? AND taken_on < ?")) {
            delete.setString(1, node);
            delete.setObject(2, day);
            delete.executeUpdate();
        }
    }

    /**
     * The register of a day, as it was known last.
     *
     * @param day in UTC
     */
    record Snapshot(LocalDate day, JsonArray entries) {}
}
