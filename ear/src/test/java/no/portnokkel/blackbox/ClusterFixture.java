package no.portnokkel.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import no.portnokkel.testkit.MaskinportenTwin;

/** Two nodes, {@code a} and {@code b}: Payara Micro twice, with one PostgreSQL and one HSM token. */
final class ClusterFixture implements AutoCloseable {
    final PostgresServer database;
    final Node a;
    final Node b;
    private final BlackBoxFixture fixture;

    private ClusterFixture(PostgresServer database, BlackBoxFixture fixture, Node a, Node b) {
        this.database = database;
        this.fixture = fixture;
        this.a = a;
        this.b = b;
    }

    static ClusterFixture start(Path folder) throws IOException, SQLException {
        PostgresServer database = PostgresServer.create(folder.resolve("postgresql"));
        BlackBoxFixture fixture = BlackBoxFixture.start(folder, "cluster");
        return new ClusterFixture(
                database,
                fixture,
                Node.start("a", folder, fixture, database),
                Node.start("b", folder, fixture, database));
    }

    /** Returns the bank that both nodes belong to. */
    BlackBoxFixture bank() {
        return fixture;
    }

    /** Returns the environment that is not in use. */
    static String other(String environment) {
        return environment.equals("first") ? "second" : "first";
    }

    /** Returns the Maskinporten of an environment. */
    MaskinportenTwin maskinporten(String environment) {
        return environment.equals("first") ? fixture.first : fixture.second;
    }

    /** Returns whether both nodes use this environment and their database answers. */
    boolean agreeOn(String environment) throws IOException, InterruptedException {
        return a.uses(environment) && b.uses(environment);
    }

    @Override
    public void close() {
        a.server.close();
        b.server.close();
        fixture.close();
        database.close();
    }

    /** A server with a data directory of its own. */
    static final class Node {
        private final Path directory;
        private final Map<String, String> configuration;
        private final Map<String, String> database;
        private Server server;

        private Node(Path directory, Map<String, String> configuration, Map<String, String> database)
                throws IOException {
            this.directory = directory;
            this.configuration = configuration;
            this.database = database;
            this.server = launch();
        }

        private static Node start(String name, Path folder, BlackBoxFixture fixture, PostgresServer database)
                throws IOException {
            Path directory = Files.createDirectory(folder.resolve(name));
            ServerProduct product = new PayaraMicro(Storage.POSTGRESQL);
            Map<String, String> configuration = new TreeMap<>(fixture.configuration(directory.resolve("data")));
            configuration.put("portnokkel.datasource", product.dataSource());
            configuration.put("portnokkel.node-name", name);
            configuration.put("portnokkel.switch.confirm-within", "PT5S");
            return new Node(directory, configuration, database.environment());
        }

        private Server launch() throws IOException {
            return Server.start(new PayaraMicro(Storage.POSTGRESQL), directory, configuration, database);
        }

        ProcessHandle virtualMachine() {
            return server.virtualMachine();
        }

        void kill() {
            server.kill();
        }

        void startAgain() throws IOException {
            server = launch();
        }

        ControlRoomClient controlRoom() {
            return new ControlRoomClient(server);
        }

        boolean uses(String environment) throws IOException, InterruptedException {
            return controlRoom().active().equals(environment) && !controlRoom().hasProblem("database-unavailable");
        }

        String log() throws IOException {
            return server.log();
        }
    }
}
