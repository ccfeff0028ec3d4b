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
import no.portnokkel.runtime.StoredChoice;

/** Stores the choices of environment in the database, in the caller's transaction. Standard SQL only. */
final class ChoiceRepository {
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
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO portnokkel_choice (version, environment, switch_id, signed_choice) VALUES (?, ?, ?, ?)")) {
            insert.setLong(1, choice.version());
            insert.setString(2, choice.environment());
            insert.setString(3, switchId.toString());
            insert.setString(4, choice.text());
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
                UUID.fromString(row.getString(3)),
                Optional.ofNullable(row.getString(4))
                        .flatMap(StoredChoice::read)
                        .filter(signed -> signed.environment().equals(environment) && signed.version() == version));
    }

    /**
     * A choice of environment.
     *
     * @param version increases with every choice
     * @param switchId the switch that made it
     * @param signed the same choice as it was signed; empty when the row was written by somebody else
     */
    record Choice(long version, String environment, UUID switchId, Optional<StoredChoice> signed) {}
}
