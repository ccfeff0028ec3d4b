package no.portnokkel.control.switching;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import no.portnokkel.control.switching.Switch.FirstGrant;
import no.portnokkel.control.switching.Switch.Review;

/** Stores what becomes of a switch after it was executed: its first grant, its rollback, its review. Standard SQL only. */
final class ExecutedSwitchRepository {
    private final Connection connection;

    ExecutedSwitchRepository(Connection connection) {
        this.connection = connection;
    }

    /** Marks first grants that are still awaited as superseded, since another choice is being committed. */
    void supersedeFirstGrants() throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE portnokkel_switch SET first_grant = 'SUPERSEDED' WHERE first_grant = 'AWAITED'")) {
            update.executeUpdate();
        }
    }

    /** Stores what became of the first grant after a switch. Returns false when that is stored already. */
    boolean endFirstGrant(UUID id, FirstGrant result) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE portnokkel_switch SET first_grant = ? WHERE id = ? AND state = 'ACTIVE' AND first_grant = 'AWAITED'")) {
            update.setString(1, result.name());
            update.setString(2, id.toString());
            return update.executeUpdate() == 1;
        }
    }

    /** Marks a switch as rolled back. Returns false when its first grant is no longer awaited. */
    boolean revert(UUID id, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE portnokkel_switch SET state = 'REVERTED', first_grant = NULL, reverted_at = ?
                WHERE id = ? AND state = 'ACTIVE' AND first_grant = 'AWAITED'""")) {
            update.setObject(1, at.atOffset(ZoneOffset.UTC));
            update.setString(2, id.toString());
            return update.executeUpdate() == 1;
        }
    }

    /**
     * Stores the review of an emergency change. Returns false when somebody else has reviewed it meanwhile.
     *
     * @param before the signature that the row had, which was none or invalid
     */
    boolean review(UUID id, Review review, String signature, String before) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE portnokkel_switch SET reviewed_by = ?, reviewed_at = ?, review_note = ?, review_signature = ?,
                  reviewed_by_id = ?, reviewed_by_roles = ?
                WHERE id = ? AND emergency = TRUE AND COALESCE(review_signature, '') = ?""")) {
            update.setString(1, review.by().name());
            update.setObject(2, review.at().atOffset(ZoneOffset.UTC));
            update.setString(3, review.note());
            update.setString(4, signature);
            update.setString(5, review.by().id());
            update.setString(6, review.by().rolesText());
            update.setString(7, id.toString());
            update.setString(8, before);
            return update.executeUpdate() == 1;
        }
    }

    /**
     * Returns emergency changes with the signatures of their reviews ({@code ""} without review): first those without review, then
     * the newest.
     */
    List<ReviewedSwitch> emergencies(int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT id, review_signature FROM portnokkel_switch
                WHERE emergency = TRUE AND state IN ('ACTIVE', 'REVERTED')
                ORDER BY CASE WHEN review_signature IS NULL THEN 0 ELSE 1 END, proposed_at DESC
                FETCH FIRST ? ROWS ONLY""")) {
            select.setInt(1, limit);
            List<ReviewedSwitch> emergencies = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    emergencies.add(new ReviewedSwitch(
                            find(rows.getString(1)), Objects.requireNonNullElse(rows.getString(2), "")));
                }
            }
            return emergencies;
        }
    }

    private Switch find(String id) throws SQLException {
        return new SwitchRepository(connection)
                .find(UUID.fromString(id))
                .orElseThrow(() -> new SQLException("a switch vanished in a transaction"))
                .change();
    }

    /**
     * An emergency change.
     *
     * @param signature of its review; empty while nobody has reviewed it
     */
    record ReviewedSwitch(Switch change, String signature) {}
}
