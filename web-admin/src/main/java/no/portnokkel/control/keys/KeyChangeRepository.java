package no.portnokkel.control.keys;

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
import no.portnokkel.control.ProblemTable;
import no.portnokkel.control.keys.KeyChange.Action;
import no.portnokkel.control.keys.KeyChange.Canary;
import no.portnokkel.control.keys.KeyChange.State;
import no.portnokkel.control.switching.Switch.Decision;
import no.portnokkel.control.users.Person;
import no.portnokkel.maskinporten.config.ClientKey;
import no.portnokkel.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Stores changes of keys in the database, in the caller's transaction. Standard SQL only. */
final class KeyChangeRepository {
    private final Connection connection;
    private final ProblemTable problems;

    KeyChangeRepository(Connection connection) {
        this.connection = connection;
        this.problems = new ProblemTable(connection, "portnokkel_key_change_problem", "key_change_id");
    }

    void insert(StoredChange stored) throws SQLException {
        KeyChange change = stored.change();
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO portnokkel_key_change (id, environment, client, action, label, kid, from_label, from_kid,
                  certificate, reason, binding_digest, proposed_by, proposed_by_id, proposed_by_roles, proposed_at, expires_at,
                  proposal_signature, state, canaries_granted, canaries_refused, decided_by, decided_by_id,
                  decided_by_roles, decided_at, activated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, ?)""")) {
            insert.setString(1, change.id().toString());
            insert.setString(2, change.environment());
            insert.setString(3, change.client().orElse(null));
            insert.setString(4, change.action().name());
            insert.setString(5, change.key().label());
            insert.setString(6, change.key().kid().orElse(null));
            insert.setString(7, change.from().label());
            insert.setString(8, change.from().kid().orElse(null));
            insert.setString(9, change.certificate().orElse(null));
            insert.setString(10, change.reason());
            insert.setString(11, stored.binding());
            insert.setString(12, change.proposedBy().name());
            insert.setString(13, change.proposedBy().id());
            insert.setString(14, change.proposedBy().rolesText());
            insert.setObject(15, utc(change.proposedAt()));
            insert.setObject(16, utc(change.expiresAt()));
            insert.setString(17, stored.signature());
            insert.setString(18, change.state().name());
            insert.setString(19, change.decision().map(made -> made.by().name()).orElse(null));
            insert.setString(20, change.decision().map(made -> made.by().id()).orElse(null));
            insert.setString(
                    21, change.decision().map(made -> made.by().rolesText()).orElse(null));
            insert.setObject(22, change.decision().map(made -> utc(made.at())).orElse(null));
            insert.setObject(
                    23, change.activatedAt().map(KeyChangeRepository::utc).orElse(null));
            insert.executeUpdate();
        }
    }

    /** Returns all changes, the newest first. */
    List<KeyChange> all() throws SQLException {
        return select("SELECT * FROM portnokkel_key_change ORDER BY proposed_at DESC, id").stream()
                .map(StoredChange::change)
                .toList();
    }

    /** Returns the changes in this state, the oldest first. */
    List<StoredChange> in(State state) throws SQLException {
        return select("SELECT * FROM portnokkel_key_change WHERE state = ? ORDER BY proposed_at, id", state.name());
    }

    /** Returns the last activations of keys, the newest first. */
    List<StoredChange> lastActivated() throws SQLException {
        return select("""
                SELECT * FROM portnokkel_key_change WHERE action = 'ACTIVATE' AND activated_at IS NOT NULL
                ORDER BY activated_at DESC, id FETCH FIRST 100 ROWS ONLY""");
    }

    Optional<StoredChange> find(UUID id) throws SQLException {
        return select("SELECT * FROM portnokkel_key_change WHERE id = ?", id.toString()).stream()
                .findFirst();
    }

    private List<StoredChange> select(String query, String... values) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            for (int index = 0; index < values.length; index++) {
                select.setString(index + 1, values[index]);
            }
            try (ResultSet rows = select.executeQuery()) {
                List<StoredChange> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(read(rows));
                }
                return found;
            }
        }
    }

    /**
     * Decides an open proposal. Returns false when it is no longer open.
     *
     * @param signature of an approval; empty for a withdrawal
     */
    boolean decide(UUID id, State state, Decision decision, String signature) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE portnokkel_key_change SET state = ?, decided_by = ?, decided_by_id = ?, decided_by_roles = ?,
                  decided_at = ?, decision_signature = ?
                WHERE id = ? AND state = 'PROPOSED' AND expires_at > ?""")) {
            update.setString(1, state.name());
            update.setString(2, decision.by().name());
            update.setString(3, decision.by().id());
            update.setString(4, decision.by().rolesText());
            update.setObject(5, utc(decision.at()));
            update.setString(6, signature);
            update.setString(7, id.toString());
            update.setObject(8, utc(decision.at()));
            return update.executeUpdate() == 1;
        }
    }

    /** Marks an open proposal as expired. Returns false when it is no longer open. */
    boolean expire(UUID id) throws SQLException {
        return move(id, State.PROPOSED, State.EXPIRED, null);
    }

    /** Returns false when it was not approved any more. */
    boolean activate(UUID id, Instant at) throws SQLException {
        problems.clear(id);
        return move(id, State.APPROVED, State.ACTIVE, at);
    }

    /** Returns false when it was not approved any more. */
    boolean fail(UUID id, Problem problem) throws SQLException {
        boolean isMoved = move(id, State.APPROVED, State.FAILED, null);
        if (isMoved) {
            problems.replace(id, problem);
        }
        return isMoved;
    }

    /** Returns false when it was not active any more. */
    boolean revert(UUID id, Problem problem) throws SQLException {
        boolean isMoved = move(id, State.ACTIVE, State.REVERTED, null);
        if (isMoved) {
            problems.replace(id, problem);
        }
        return isMoved;
    }

    private boolean move(UUID id, State from, State to, @Nullable Instant activatedAt) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE portnokkel_key_change SET state = ?, activated_at = COALESCE(?, activated_at)
                WHERE id = ? AND state = ?""")) {
            update.setString(1, to.name());
            update.setObject(2, activatedAt == null ? null : utc(activatedAt));
            update.setString(3, id.toString());
            update.setString(4, from.name());
            return update.executeUpdate() == 1;
        }
    }

    /** Stores the canary grants so far, and why the last one was not granted. */
    void recordCanary(UUID id, Canary canary, Optional<Problem> problem) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE portnokkel_key_change SET canaries_granted = ?, canaries_refused = ?, checked_at = ? WHERE id = ?""")) {
            update.setInt(1, canary.granted());
            update.setInt(2, canary.refused());
            update.setObject(3, canary.checkedAt().map(KeyChangeRepository::utc).orElse(null));
            update.setString(4, id.toString());
            update.executeUpdate();
        }
        if (problem.isPresent()) {
            problems.replace(id, problem.get());
        } else {
            problems.clear(id);
        }
    }

    private StoredChange read(ResultSet row) throws SQLException {
        UUID id = UUID.fromString(row.getString("id"));
        KeyChange change = new KeyChange(
                id,
                row.getString("environment"),
                Optional.ofNullable(row.getString("client")),
                Action.valueOf(row.getString("action")),
                new ClientKey(row.getString("label"), Optional.ofNullable(row.getString("kid"))),
                new ClientKey(row.getString("from_label"), Optional.ofNullable(row.getString("from_kid"))),
                Optional.ofNullable(row.getString("certificate")),
                row.getString("reason"),
                person(row, "proposed_by"),
                instant(row, "proposed_at").orElseThrow(),
                instant(row, "expires_at").orElseThrow(),
                State.valueOf(row.getString("state")),
                row.getString("decided_by") == null
                        ? Optional.empty()
                        : Optional.of(new Decision(
                                person(row, "decided_by"),
                                instant(row, "decided_at").orElseThrow())),
                new Canary(row.getInt("canaries_granted"), row.getInt("canaries_refused"), instant(row, "checked_at")),
                instant(row, "activated_at"),
                problems.find(id));
        return new StoredChange(
                change,
                row.getString("binding_digest"),
                row.getString("proposal_signature"),
                Objects.toString(row.getString("decision_signature"), ""));
    }

    private static Person person(ResultSet row, String column) throws SQLException {
        return Person.stored(row.getString(column + "_id"), row.getString(column), row.getString(column + "_roles"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /**
     * A stored change.
     *
     * @param binding digest of the settings, users and keys at the time of the proposal; empty for a stop
     * @param signature of the proposal; empty for a stop, which one person makes at once
     * @param decisionSignature of the approval; empty while it is open
     */
    record StoredChange(KeyChange change, String binding, String signature, String decisionSignature) {}
}
