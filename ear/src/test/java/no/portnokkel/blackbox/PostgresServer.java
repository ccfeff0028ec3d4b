package no.portnokkel.blackbox;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real PostgreSQL on loopback that a test can stop, kill and start again, on the same port and with the same data. */
final class PostgresServer implements AutoCloseable {
    /** Must not be seen in any log. */
    static final String PASSWORD = "fjellrev4snaufjell";

    private static final String NAME = "portnokkel";

    /** Only the account that the fixture itself uses needs no password. */
    private static final String HOST_BASED_AUTHENTICATION = """
            local all postgres trust
            host all postgres samehost trust
            host all all samehost scram-sha-256
            """;

    private final Path directory;
    private final int port;
    private EmbeddedPostgres server;

    private PostgresServer(Path directory, int port) throws IOException {
        this.directory = directory;
        this.port = port;
        this.server = launch();
    }

    /** @param directory of its data; must not exist */
    static PostgresServer create(Path directory) throws IOException, SQLException {
        PostgresServer created = new PostgresServer(directory, Server.freePort());
        Files.writeString(directory.resolve("pg_hba.conf"), HOST_BASED_AUTHENTICATION);
        created.execute(
                "CREATE ROLE " + NAME + " LOGIN PASSWORD '" + PASSWORD + "'",
                "CREATE DATABASE " + NAME + " OWNER " + NAME,
                "SELECT pg_reload_conf()");
        return created;
    }

    private void execute(String... commands) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }

    private EmbeddedPostgres launch() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("synchronous_commit", "on") // as in a bank; this library's default loses commits
                .setPGStartupWait(Duration.ofMinutes(2)) // two cores that also run other builds
                .start();
    }

    /** Returns the environment variables that the documentation's snippets read. */
    Map<String, String> environment() {
        return Map.of(
                "DATABASE_HOST", "127.0.0.1",
                "DATABASE_PORT", Integer.toString(port),
                "DATABASE_NAME", NAME,
                "DATABASE_USER", NAME,
                "DATABASE_PASSWORD", PASSWORD);
    }

    /** Copies what is stored now. Cuts all connections. */
    void backUp() throws SQLException {
        execute(
                "ALTER DATABASE " + NAME + " ALLOW_CONNECTIONS false",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + NAME + "'",
                "CREATE DATABASE backup OWNER " + NAME + " TEMPLATE " + NAME,
                "ALTER DATABASE " + NAME + " ALLOW_CONNECTIONS true");
    }

    /** Puts the copy that {@link #backUp} has made in the place of what is stored now. Cuts all connections. */
    void restore() throws SQLException {
        execute("DROP DATABASE " + NAME + " WITH (FORCE)", "ALTER DATABASE backup RENAME TO " + NAME);
    }

    void start() throws IOException {
        server = launch();
    }

    /** Stops it in order: open connections are closed, open transactions rolled back. */
    void stop() {
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Returns its processes: the postmaster, and one for each connection. To be found before a {@link #kill} in time. */
    List<ProcessHandle> processes() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(directory.resolve("postmaster.pid")).get(0));
        return ProcessHandle.of(pid).stream()
                .flatMap(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.children()))
                .toList();
    }

    /** Kills these processes: nothing is written or told any more. A newer connection ends without its postmaster. */
    void kill(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        await("PostgreSQL is dead").until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        stop(); // lets go of the lock on the directory
    }

    @Override
    public void close() {
        stop();
    }
}
