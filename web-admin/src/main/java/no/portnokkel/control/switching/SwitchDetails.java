package no.portnokkel.control.switching;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Reads and writes the rows that belong to one switch: its differences, and the problem of its last dry run. */
final class SwitchDetails {
    private static final int MAX_TEXT_LENGTH = 4_000;

    private final Connection connection;

    SwitchDetails(Connection connection) {
        this.connection = connection;
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
        clearProblem(id);
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO portnokkel_switch_problem (switch_id, code, detail_no, detail_en, remedy_no, remedy_en,
                  owner, mp, trace_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setString(1, id.toString());
            insert.setString(2, problem.code().name());
            insert.setString(3, truncate(problem.detail().no()));
            insert.setString(4, truncate(problem.detail().en()));
            insert.setString(5, truncate(problem.remedy().no()));
            insert.setString(6, truncate(problem.remedy().en()));
            insert.setString(7, problem.responsible().map(Owner::name).orElse(null));
            insert.setString(8, problem.mp());
            insert.setString(9, problem.traceId());
            insert.executeUpdate();
        }
    }

    void clearProblem(UUID id) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM portnokkel_switch_problem WHERE switch_id = ?")) {
            delete.setString(1, id.toString());
            delete.executeUpdate();
        }
    }

    Optional<Problem> problem(UUID id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT * FROM portnokkel_switch_problem WHERE switch_id = ?")) {
            select.setString(1, id.toString());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    private static Problem read(ResultSet row) throws SQLException {
        String owner = row.getString("owner");
        return new Problem(
                ProblemCode.valueOf(row.getString("code")),
                new Text(row.getString("detail_no"), row.getString("detail_en")),
                new Text(row.getString("remedy_no"), row.getString("remedy_en")),
                owner == null ? null : Owner.valueOf(owner),
                row.getString("mp"),
                row.getString("trace_id"));
    }

    private static String truncate(String text) {
        return text.length() <= MAX_TEXT_LENGTH ? text : text.substring(0, MAX_TEXT_LENGTH);
    }
}
