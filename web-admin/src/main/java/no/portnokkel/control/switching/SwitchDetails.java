package no.portnokkel.control.switching;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.control.ProblemTable;
import no.portnokkel.problem.Problem;

/** Reads and writes the rows that belong to one switch: its differences, and the problem of its last dry run. */
final class SwitchDetails {
    private final Connection connection;
    private final ProblemTable problems;

    SwitchDetails(Connection connection) {
        this.connection = connection;
        this.problems = new ProblemTable(connection, "portnokkel_switch_problem", "switch_id");
    }

    void insert(UUID id, List<Switch.Difference> lines) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO portnokkel_switch_difference (switch_id, position, what, from_value, to_value)
                VALUES (?, ?, ?, ?, ?)""")) {
            for (int position = 0; position < lines.size(); position++) {
                Switch.Difference line = lines.get(position);
                insert.setString(1, id.toString());
                insert.setInt(2, position);
                insert.setString(3, line.what());
                insert.setString(4, line.from().orElse(null));
                insert.setString(5, line.to().orElse(null));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    List<Switch.Difference> difference(UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT what, from_value, to_value FROM portnokkel_switch_difference
                WHERE switch_id = ? ORDER BY position""")) {
            select.setString(1, id.toString());
            try (ResultSet row = select.executeQuery()) {
                List<Switch.Difference> lines = new ArrayList<>();
                while (row.next()) {
                    lines.add(new Switch.Difference(
                            row.getString(1),
                            Optional.ofNullable(row.getString(2)),
                            Optional.ofNullable(row.getString(3))));
                }
                return lines;
            }
        }
    }

    void replaceProblem(UUID id, Problem problem) throws SQLException {
        problems.replace(id, problem);
    }

    void clearProblem(UUID id) throws SQLException {
        problems.clear(id);
    }

    Optional<Problem> problem(UUID id) throws SQLException {
        return problems.find(id);
    }
}
