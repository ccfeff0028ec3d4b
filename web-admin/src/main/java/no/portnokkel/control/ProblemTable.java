package no.portnokkel.control;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Stores the last problem of each object of one kind, in the caller's transaction. Standard SQL only. */
public final class ProblemTable {
    private static final int MAX_TEXT_LENGTH = 4_000;

    private final Connection connection;
    private final String table;
    private final String column;

    /**
     * @param table its name; has the columns of a problem
     * @param column with the id of the object, the primary key
     */
    public ProblemTable(Connection connection, String table, String column) {
        this.connection = connection;
        this.table = table;
        this.column = column;
    }

    /** Stores a problem in place of an earlier one. */
    public void replace(UUID id, Problem problem) throws SQLException {
        clear(id);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table + " (" + column
                + ", code, detail_no, detail_en, remedy_no, remedy_en, owner, mp, trace_id)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
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

    /** Removes a problem, if there is one. */
    public void clear(UUID id) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM " + table + " WHERE " + column + " = ?")) {
            delete.setString(1, id.toString());
            delete.executeUpdate();
        }
    }

    /** Returns the problem of an object; empty if it has none. */
    public Optional<Problem> find(UUID id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT * FROM " + table + " WHERE " + column + " = ?")) {
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
