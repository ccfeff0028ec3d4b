package no.portnokkel.control.switching;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.control.Database;
import no.portnokkel.runtime.EnvironmentChoice;
import no.portnokkel.runtime.RecordSigner.Verdict;
import no.portnokkel.runtime.StoredChoice;

/** Stores the choices of environment and keys in the database, in the caller's transaction. Standard SQL only. */
final class ChoiceRepository {
    /** Rows that nobody signed do not hide those that somebody did. */
    static final int MAX_EXAMINED = 20;

    private final Connection connection;

    ChoiceRepository(Connection connection) {
        this.connection = connection;
    }

    /**
     * Stores the choice that a switch makes. Returns false when another choice has this version: then the transaction is to be
     * rolled back.
     *
     * @param choice with its signature
     */
    boolean insert(StoredChoice choice, UUID switchId) throws SQLException {
        return insert(choice, Optional.of(switchId), Optional.empty());
    }

    /**
     * Stores the choice that a change of a key makes. Returns false when another choice has this version.
     *
     * @param choice with its signature
     */
    boolean insertKeys(StoredChoice choice, UUID keyChangeId) throws SQLException {
        return insert(choice, last(1).stream().findFirst().flatMap(Choice::switchId), Optional.of(keyChangeId));
    }

    private boolean insert(StoredChoice choice, Optional<UUID> switchId, Optional<UUID> keyChangeId)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO portnokkel_choice (version, environment, switch_id, signed_choice, key_change_id)
                VALUES (?, ?, ?, ?, ?)""")) {
            insert.setLong(1, choice.version());
            insert.setString(2, choice.environment());
            insert.setString(3, switchId.map(UUID::toString).orElse(null));
            insert.setString(4, choice.text());
            insert.setString(5, keyChangeId.map(UUID::toString).orElse(null));
            insert.executeUpdate();
            return true;
        } catch (SQLException failed) {
            if (Database.isConstraintViolation(failed)) {
                return false;
            }
            throw failed;
        }
    }

    /** Returns the last choices, the newest first, at most as many as given. */
    List<Choice> last(int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT version, environment, switch_id, signed_choice FROM portnokkel_choice
                ORDER BY version DESC FETCH FIRST ? ROWS ONLY""")) {
            select.setInt(1, limit);
            try (ResultSet row = select.executeQuery()) {
                List<Choice> choices = new ArrayList<>();
                while (row.next()) {
                    choices.add(choice(row));
                }
                return choices;
            }
        }
    }

    /** Returns the choice of a version, if the database holds it. */
    Optional<Choice> find(long version) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT version, environment, switch_id, signed_choice FROM portnokkel_choice WHERE version = ?")) {
            select.setLong(1, version);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(choice(row)) : Optional.empty();
            }
        }
    }

    /**
     * Returns the version of the next choice: of two nodes that ask at once both get the same, and one of them cannot store it.
     *
     * @param used version of the choice that the decision was about
     * @return empty if a later choice is committed that somebody signed in the HSM: then the decision was about another state
     */
    Optional<Long> nextVersion(long used, EnvironmentRuntime runtime) throws SQLException {
        List<Choice> last = last(MAX_EXAMINED); // one reading for both answers
        boolean isSuperseded = last.stream()
                .filter(choice -> choice.version() > used)
                .anyMatch(choice -> choice.verdict(runtime) != Verdict.INVALID);
        return isSuperseded
                ? Optional.empty()
                : Optional.of(last.stream().map(Choice::version).reduce(used, Math::max) + 1);
    }

    /** Returns the greatest version so far, whoever wrote it. */
    long lastVersion(EnvironmentChoice active) throws SQLException {
        return last(1).stream().map(Choice::version).reduce(active.version(), Math::max);
    }

    private static Choice choice(ResultSet row) throws SQLException {
        long version = row.getLong(1);
        String environment = row.getString(2);
        return new Choice(
                version,
                environment,
                Optional.ofNullable(row.getString(3)).map(UUID::fromString),
                Optional.ofNullable(row.getString(4))
                        .flatMap(StoredChoice::read)
                        .filter(signed -> signed.environment().equals(environment) && signed.version() == version));
    }

    /**
     * A choice of environment.
     *
     * @param version increases with every choice
     * @param switchId the last switch until then; empty when there was none
     * @param signed the same choice as it was signed; empty when the row was written by somebody else
     */
    record Choice(long version, String environment, Optional<UUID> switchId, Optional<StoredChoice> signed) {
        /** Verifies its signature. Does not wait for the HSM. */
        Verdict verdict(EnvironmentRuntime runtime) {
            return signed.map(choice -> runtime.verify(choice.environment(), choice.signedText(), choice.signature()))
                    .orElse(Verdict.INVALID);
        }
    }
}
