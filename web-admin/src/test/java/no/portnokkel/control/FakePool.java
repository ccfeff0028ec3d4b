package no.portnokkel.control;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Lends the connections that it holds, then new ones. */
record FakePool(DataSource database, Deque<Connection> held) implements DataSource {
    @Override
    public Connection getConnection() throws SQLException {
        Connection kept = held.poll();
        return kept == null ? database.getConnection() : kept;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return database.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        database.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        database.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return database.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("no.portnokkel.control");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return database.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return database.isWrapperFor(type);
    }
}
