package no.portnokkel.control.switching;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.control.switching.Switch.Decision;
import no.portnokkel.runtime.EnvironmentChoice;
import no.portnokkel.runtime.StoredChoice;
import org.jspecify.annotations.Nullable;

/** Stores switches in the database, in the caller's transaction. Standard SQL only. */
final class SwitchRepository {
    private final Connection connection;
    private final SwitchDetails details;

    SwitchRepository(Connection connection) {
        this.connection = connection;
        this.details = new SwitchDetails(connection);
    }

    void insert(Switch proposed, String digest, String signature) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO portnokkel_switch (id, from_environment, to_environment, reason, proposed_by, proposed_at,
                  expires_at, binding_digest, state, proposal_signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setString(1, proposed.id().toString());
            insert.setString(2, proposed.from().orElse(null));
            insert.setString(3, proposed.to());
            insert.setString(4, proposed.reason());
            insert.setString(5, proposed.proposedBy());
            insert.setObject(6, utc(proposed.proposedAt()));
            insert.setObject(7, utc(proposed.expiresAt()));
            insert.setString(8, digest);
            insert.setString(9, proposed.state().name());
            insert.setString(10, signature);
            insert.executeUpdate();
        }
        details.insert(proposed.id(), proposed.difference());
    }

    /** Marks open proposals whose time is over as expired. */
    void expire(Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE portnokkel_switch SET state = 'EXPIRED' WHERE state = 'PROPOSED' AND expires_at <= ?")) {
            update.setObject(1, utc(now));
            update.executeUpdate();
        }
    }

    /** Returns the names of the proposers of all open proposals, one for each proposal. */
    List<String> proposersOfOpen() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT proposed_by FROM portnokkel_switch WHERE state = 'PROPOSED'");
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
        return decide(id, Switch.State.WITHDRAWN, decision, null);
    }

    /** Marks an open proposal as executed. Returns false when it is no longer open, or the version is already taken. */
    boolean activate(UUID id, Decision decision, long version) throws SQLException {
        try {
            return decide(id, Switch.State.ACTIVE, decision, version);
        } catch (SQLIntegrityConstraintViolationException versionTaken) {
            return false;
        }
    }

    private boolean decide(UUID id, Switch.State state, Decision decision, @Nullable Long version) throws SQLException {
        details.clearProblem(id);
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE portnokkel_switch SET state = ?, decided_by = ?, decided_at = ?, choice_version = ?
                WHERE id = ? AND state = 'PROPOSED' AND expires_at > ?""")) {
            update.setString(1, state.name());
            update.setString(2, decision.by());
            update.setObject(3, utc(decision.at()));
            update.setObject(4, version, Types.BIGINT);
            update.setString(5, id.toString());
            update.setObject(6, utc(decision.at()));
            return update.executeUpdate() == 1;
        }
    }

    /** Stores what was signed for an executed switch. */
    void storeSigned(UUID id, StoredChoice choice) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE portnokkel_switch SET signed_choice = ? WHERE id = ?")) {
            update.setString(1, choice.text());
            update.setString(2, id.toString());
            update.executeUpdate();
        }
    }

    /** Returns the last choice; empty before the first switch. */
    Optional<Choice> lastChoice() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                        SELECT to_environment, choice_version, signed_choice FROM portnokkel_switch
                        WHERE choice_version IS NOT NULL ORDER BY choice_version DESC FETCH FIRST 1 ROWS ONLY""");
                ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(choice(row)) : Optional.empty();
        }
    }

    /** Returns the greatest version so far, whoever wrote it. */
    long lastVersion(EnvironmentChoice active) throws SQLException {
        return Math.max(active.version(), lastChoice().map(Choice::version).orElse(0L));
    }

    private static Choice choice(ResultSet row) throws SQLException {
        String environment = row.getString(1);
        long version = row.getLong(2);
        return new Choice(
                environment,
                version,
                Optional.ofNullable(row.getString(3))
                        .flatMap(StoredChoice::read)
                        .filter(signed -> signed.environment().equals(environment) && signed.version() == version));
    }

    private Switch read(ResultSet row) throws SQLException {
        UUID id = UUID.fromString(row.getString("id"));
        String by = row.getString("decided_by");
        return new Switch(
                id,
                Optional.ofNullable(row.getString("from_environment")),
                row.getString("to_environment"),
                row.getString("reason"),
                row.getString("proposed_by"),
                instant(row, "proposed_at"),
                instant(row, "expires_at"),
                details.difference(id),
                Switch.State.valueOf(row.getString("state")),
                by == null ? Optional.empty() : Optional.of(new Decision(by, instant(row, "decided_at"))),
                details.problem(id));
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
     * @param digest of the settings, the users and the choice at the time of the proposal
     * @param signature of the proposal; empty when somebody else has written it
     */
    record StoredSwitch(Switch change, String digest, String signature) {}

    /**
     * A choice of environment.
     *
     * @param version increases with every choice
     * @param signed the same choice as it was signed; empty when the row was written by somebody else
     */
    record Choice(String environment, long version, Optional<StoredChoice> signed) {}
}
