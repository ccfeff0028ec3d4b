package no.portnokkel.control.switching;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.control.Database;
import no.portnokkel.control.switching.Switch.Decision;
import no.portnokkel.runtime.EffectiveSettings;

/** Stores confirmations in the database, in the caller's transaction. Standard SQL only. */
final class ConfirmationRepository {
    private final Connection connection;

    ConfirmationRepository(Connection connection) {
        this.connection = connection;
    }

    /** @param signature of the proposal */
    void insert(Confirmation confirmation, String signature) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO portnokkel_confirmation (id, environment, proposed_by, proposed_at, expires_at, signature,
                  proposed_by_id, proposed_by_roles) VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setString(1, confirmation.id().toString());
            insert.setString(2, confirmation.environment());
            insert.setString(3, confirmation.proposedBy().name());
            insert.setObject(4, utc(confirmation.proposedAt()));
            insert.setObject(5, utc(confirmation.expiresAt()));
            insert.setString(6, signature);
            insert.setString(7, confirmation.proposedBy().id());
            insert.setString(8, confirmation.proposedBy().rolesText());
            insert.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO portnokkel_confirmation_value (confirmation_id, position, name, setting)
                VALUES (?, ?, ?, ?)""")) {
            int position = 0;
            for (Map.Entry<String, String> value : confirmation.state().values().entrySet()) {
                insert.setString(1, confirmation.id().toString());
                insert.setInt(2, position++);
                insert.setString(3, value.getKey());
                insert.setString(4, value.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Stores the decision on an open confirmation. Returns false when it is no longer open. */
    boolean decide(UUID id, Decision decision, long sequence, String signature) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE portnokkel_confirmation SET decided_by = ?, decided_at = ?, sequence_no = ?, signature = ?,
                  decided_by_id = ?, decided_by_roles = ?
                WHERE id = ? AND decided_at IS NULL AND expires_at > ?""")) {
            update.setString(1, decision.by().name());
            update.setObject(2, utc(decision.at()));
            update.setLong(3, sequence);
            update.setString(4, signature);
            update.setString(5, decision.by().id());
            update.setString(6, decision.by().rolesText());
            update.setString(7, id.toString());
            update.setObject(8, utc(decision.at()));
            return update.executeUpdate() == 1;
        } catch (SQLException failed) {
            if (Database.isConstraintViolation(failed)) { // somebody else has confirmed with this number
                return false;
            }
            throw failed;
        }
    }

    /** Returns the number of the next confirmation: concurrent ones get the same, and one of them fails. */
    long nextSequence() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT COALESCE(MAX(sequence_no), 0) + 1 FROM portnokkel_confirmation");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    Optional<Stored> find(UUID id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT * FROM portnokkel_confirmation WHERE id = ?")) {
            select.setString(1, id.toString());
            return first(select);
        }
    }

    /** Returns the newest open proposal of an environment. */
    Optional<Confirmation> open(String environment, Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT * FROM portnokkel_confirmation
                WHERE environment = ? AND decided_at IS NULL AND expires_at > ?
                ORDER BY proposed_at DESC FETCH FIRST 1 ROWS ONLY""")) {
            select.setString(1, environment);
            select.setObject(2, utc(now));
            return first(select).map(Stored::confirmation);
        }
    }

    /** Returns the last approved confirmation of an environment. */
    Optional<Stored> last(String environment) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT * FROM portnokkel_confirmation WHERE environment = ? AND sequence_no IS NOT NULL
                ORDER BY sequence_no DESC FETCH FIRST 1 ROWS ONLY""")) {
            select.setString(1, environment);
            return first(select);
        }
    }

    private Optional<Stored> first(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(read(row)) : Optional.empty();
        }
    }

    private Stored read(ResultSet row) throws SQLException {
        UUID id = UUID.fromString(row.getString("id"));
        Confirmation confirmation = new Confirmation(
                id,
                row.getString("environment"),
                state(id),
                SwitchRepository.person(row, "proposed_by"),
                instant(row, "proposed_at"),
                instant(row, "expires_at"),
                row.getString("decided_by") == null
                        ? Optional.empty()
                        : Optional.of(
                                new Decision(SwitchRepository.person(row, "decided_by"), instant(row, "decided_at"))));
        String signature = row.getString("signature");
        return new Stored(confirmation, row.getLong("sequence_no"), signature == null ? "" : signature);
    }

    private EffectiveSettings state(UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT name, setting FROM portnokkel_confirmation_value WHERE confirmation_id = ? ORDER BY position""")) {
            select.setString(1, id.toString());
            try (ResultSet row = select.executeQuery()) {
                Map<String, String> values = new LinkedHashMap<>();
                while (row.next()) {
                    values.put(row.getString(1), row.getString(2));
                }
                return new EffectiveSettings(values);
            }
        }
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /**
     * A confirmation as it is stored.
     *
     * @param sequence increases with each approved confirmation; 0 while it is open
     * @param signature empty when nobody has signed it
     */
    record Stored(Confirmation confirmation, long sequence, String signature) {
        String signedText() {
            return confirmation.signedText(sequence);
        }
    }
}
