package no.portnokkel.control.switching;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.control.switching.Switch.Decision;
import no.portnokkel.control.switching.Switch.Review;
import no.portnokkel.control.users.Person;
import org.jspecify.annotations.Nullable;

/** Stores switches in the database, in the caller's transaction. Standard SQL only. */
final class SwitchRepository {
    private final Connection connection;
    private final SwitchDetails details;

    SwitchRepository(Connection connection) {
        this.connection = connection;
        this.details = new SwitchDetails(connection);
    }

    void insert(Switch proposed, String binding, String signature) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO portnokkel_switch (id, from_environment, to_environment, proposed_by, proposed_at,
                  expires_at, binding_digest, state, proposal_signature, emergency, reason, purpose, change_scope,
                  planned_time, expected_outcome, fall_back, proposed_by_id, proposed_by_roles)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setString(1, proposed.id().toString());
            insert.setString(2, proposed.from().orElse(null));
            insert.setString(3, proposed.to());
            insert.setString(4, proposed.proposedBy().name());
            insert.setObject(5, utc(proposed.proposedAt()));
            insert.setObject(6, utc(proposed.expiresAt()));
            insert.setString(7, binding);
            insert.setString(8, proposed.state().name());
            insert.setString(9, signature);
            insert.setBoolean(10, proposed.isEmergency());
            insert.setString(11, proposed.record().reason());
            insert.setString(12, proposed.record().purpose().orElse(null));
            insert.setString(13, proposed.record().scope().orElse(null));
            insert.setString(14, proposed.record().plannedTime().orElse(null));
            insert.setString(15, proposed.record().expectedOutcome().orElse(null));
            insert.setString(16, proposed.record().fallBack().orElse(null));
            insert.setString(17, proposed.proposedBy().id());
            insert.setString(18, proposed.proposedBy().rolesText());
            insert.executeUpdate();
        }
        details.insert(proposed.id(), proposed.difference());
    }

    /** Marks open proposals whose time is over as expired, and returns their ids. */
    List<UUID> expire(Instant now) throws SQLException {
        List<UUID> expired = new ArrayList<>();
        for (UUID id : overdue(now)) {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE portnokkel_switch SET state = 'EXPIRED' WHERE id = ? AND state = 'PROPOSED'")) {
                update.setString(1, id.toString());
                if (update.executeUpdate() == 1) {
                    expired.add(id);
                }
            }
        }
        return expired;
    }

    private List<UUID> overdue(Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id FROM portnokkel_switch WHERE state = 'PROPOSED' AND expires_at <= ? ORDER BY id")) {
            select.setObject(1, utc(now));
            try (ResultSet rows = select.executeQuery()) {
                List<UUID> overdue = new ArrayList<>();
                while (rows.next()) {
                    overdue.add(UUID.fromString(rows.getString(1)));
                }
                return overdue;
            }
        }
    }

    /** Returns the ids of the proposers of all open proposals, one for each proposal. */
    List<String> proposersOfOpen() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT COALESCE(proposed_by_id, proposed_by) FROM portnokkel_switch WHERE state = 'PROPOSED'");
                ResultSet rows = select.executeQuery()) {
            List<String> proposers = new ArrayList<>();
            while (rows.next()) {
                proposers.add(rows.getString(1));
            }
            return proposers;
        }
    }

    /** Returns all switches, the newest first. */
    List<Switch> all() throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT * FROM portnokkel_switch ORDER BY proposed_at DESC, id");
                ResultSet rows = select.executeQuery()) {
            List<Switch> all = new ArrayList<>();
            while (rows.next()) {
                all.add(read(rows));
            }
            return all;
        }
    }

    Optional<StoredSwitch> find(UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT * FROM portnokkel_switch WHERE id = ?")) {
            select.setString(1, id.toString());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new StoredSwitch(
                                read(row),
                                row.getString("binding_digest"),
                                Objects.toString(row.getString("proposal_signature"), "")))
                        : Optional.empty();
            }
        }
    }

    /** Withdraws an open proposal. Returns false when it is no longer open. */
    boolean withdraw(UUID id, Decision decision) throws SQLException {
        return decide(id, Switch.State.WITHDRAWN, decision, null, null);
    }

    /**
     * Marks an open proposal as executed, and its first grant as not yet seen. Returns false when it is no longer open.
     *
     * @param digest of the difference that was approved
     */
    boolean activate(UUID id, Decision decision, String digest) throws SQLException {
        return decide(id, Switch.State.ACTIVE, decision, digest, Switch.FirstGrant.AWAITED);
    }

    private boolean decide(
            UUID id,
            Switch.State state,
            Decision decision,
            @Nullable String digest,
            Switch.@Nullable FirstGrant firstGrant)
            throws SQLException {
        details.clearProblem(id);
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE portnokkel_switch SET state = ?, decided_by = ?, decided_at = ?, decided_digest = ?, first_grant = ?,
                  decided_by_id = ?, decided_by_roles = ?
                WHERE id = ? AND state = 'PROPOSED' AND expires_at > ?""")) {
            update.setString(1, state.name());
            update.setString(2, decision.by().name());
            update.setObject(3, utc(decision.at()));
            update.setString(4, digest);
            update.setString(5, firstGrant == null ? null : firstGrant.name());
            update.setString(6, decision.by().id());
            update.setString(7, decision.by().rolesText());
            update.setString(8, id.toString());
            update.setObject(9, utc(decision.at()));
            return update.executeUpdate() == 1;
        }
    }

    private Switch read(ResultSet row) throws SQLException {
        UUID id = UUID.fromString(row.getString("id"));
        return new Switch(
                id,
                text(row, "from_environment"),
                row.getString("to_environment"),
                record(row),
                row.getBoolean("emergency"),
                person(row, "proposed_by"),
                instant(row, "proposed_at"),
                instant(row, "expires_at"),
                details.difference(id),
                Switch.State.valueOf(row.getString("state")),
                row.getString("decided_by") == null
                        ? Optional.empty()
                        : Optional.of(new Decision(person(row, "decided_by"), instant(row, "decided_at"))),
                details.problem(id),
                text(row, "first_grant").map(Switch.FirstGrant::valueOf),
                row.getString("reviewed_by") == null
                        ? Optional.empty()
                        : Optional.of(new Review(
                                person(row, "reviewed_by"),
                                instant(row, "reviewed_at"),
                                row.getString("review_note"))));
    }

    private static ChangeRecord record(ResultSet row) throws SQLException {
        return new ChangeRecord(
                row.getString("reason"),
                text(row, "purpose"),
                text(row, "change_scope"),
                text(row, "planned_time"),
                text(row, "expected_outcome"),
                text(row, "fall_back"));
    }

    /** Reads the person whose name is in this column. */
    static Person person(ResultSet row, String column) throws SQLException {
        return Person.stored(row.getString(column + "_id"), row.getString(column), row.getString(column + "_roles"));
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /**
     * A stored switch.
     *
     * @param binding digest of the settings, the users and the choice at the time of the proposal
     * @param signature of the proposal; empty when somebody else has written it
     */
    record StoredSwitch(Switch change, String binding, String signature) {}
}
