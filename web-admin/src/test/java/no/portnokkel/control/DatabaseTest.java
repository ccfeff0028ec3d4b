package no.portnokkel.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.ManualClock;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    private static final int KILLS = Integer.getInteger("database-kills", 50);

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();

    @Test
    void the_embedded_database_is_created_in_a_private_directory() throws IOException {
        Path dataDir = folder.resolve("data");
        assertThat(embedded(dataDir).problem()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dataDir)))
                .isEqualTo("rwx------");
    }

    @Test
    void the_file_of_the_embedded_database_belongs_to_its_user_alone() throws IOException {
        Path dataDir = folder.resolve("data");
        assertThat(embedded(dataDir).problem()).isEmpty();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dataDir.resolve("control-room.mv.db"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_file_of_the_embedded_database_that_others_could_read_becomes_private() throws IOException {
        Path dataDir = folder.resolve("data");
        assertThat(embedded(dataDir).problem()).isEmpty();
        Path file = dataDir.resolve("control-room.mv.db");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(embedded(dataDir).problem()).isEmpty();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_closed_database_can_be_opened_by_another_process_at_once() throws Exception {
        Path dataDir = folder.resolve("data");
        Database first = embedded(dataDir);
        assertThat(count(first)).isZero();

        first.close();

        Process other = OtherProcess.holding(dataDir);
        other.destroyForcibly().waitFor();
    }

    @Test
    void a_postgresql_is_migrated_and_used() {
        Database database = TestDatabase.onPostgres(folder.resolve("postgresql"), clock);

        assertThat(database.problem()).isEmpty();
        assertThat(count(database)).isZero();
    }

    @Test
    void after_an_outage_the_dead_connections_of_a_pool_are_not_used() throws SQLException {
        DataSource real = embeddedSource();
        Deque<Connection> pool = new ArrayDeque<>();
        Database database = Database.of(() -> new FakePool(real, pool), "portnokkel.datasource", "jdbc/bank", clock);
        assertThat(count(database)).isZero();
        for (int dead = 0; dead < 3; dead++) {
            Connection connection = real.getConnection();
            connection.close();
            pool.add(connection);
        }

        assertThat(count(database)).isZero();
        assertThat(pool).isEmpty();
    }

    @Test
    void what_the_proxy_of_a_dead_pool_throws_is_an_outage_of_the_database() {
        AtomicBoolean down = new AtomicBoolean();
        DataSource real = embeddedSource();
        Database database = Database.of(() -> proxy(real, down), "portnokkel.datasource", "jdbc/bank", clock);
        assertThat(count(database)).isZero();

        down.set(true);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> count(database))
                .satisfies(failed -> assertThat(failed.problem().code()).isEqualTo(ProblemCode.DATABASE_UNAVAILABLE))
                .satisfies(
                        failed -> assertThat(failed.problem().detail().en()).contains("jdbc/bank", "the pool is gone"));

        down.set(false);
        assertThat(count(database)).isZero();
    }

    @Test
    void an_outage_after_the_database_was_opened_is_a_problem_until_the_next_successful_transaction() {
        AtomicBoolean down = new AtomicBoolean();
        DataSource real = embeddedSource();
        Database database = Database.of(() -> proxy(real, down), "portnokkel.datasource", "jdbc/bank", clock);
        assertThat(count(database)).isZero();

        down.set(true);
        assertThatThrownBy(() -> count(database)).isInstanceOf(ProblemException.class);
        assertThat(database.problem())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.DATABASE_UNAVAILABLE));

        down.set(false);
        assertThat(count(database)).isZero();
        assertThat(database.problem()).isEmpty();
    }

    @Test
    void a_second_process_on_the_same_file_is_told_that_it_is_in_use() throws Exception {
        Path dataDir = folder.resolve("data");
        Process first = OtherProcess.holding(dataDir);
        try {
            assertThat(embedded(dataDir).problem()).hasValueSatisfying(problem -> {
                assertThat(problem.code()).isEqualTo(ProblemCode.DATABASE_UNAVAILABLE);
                assertThat(problem.remedy().en()).contains("another process");
            });
        } finally {
            first.destroyForcibly().waitFor();
        }
        clock.advance(Duration.ofSeconds(5));
        assertThat(embedded(dataDir).problem()).isEmpty();
    }

    @Test
    @Tag("one-jdk")
    void a_committed_transaction_survives_the_sudden_end_of_its_process() throws Exception {
        for (int kill = 1; kill <= KILLS; kill++) {
            Path dataDir = folder.resolve("data" + kill);
            OtherProcess.committing(dataDir).destroyForcibly().waitFor();

            assertThat(count(embedded(dataDir), "portnokkel_confirmation"))
                    .as("rows after kill %d", kill)
                    .isEqualTo(1);
        }
    }

    @Test
    void an_unavailable_database_names_its_key_and_is_opened_again_after_five_seconds() throws IOException {
        Path fileInsteadOfDirectory = Files.createFile(folder.resolve("data"));
        Database database = embedded(fileInsteadOfDirectory);
        assertThat(database.problem()).hasValueSatisfying(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
            assertThat(problem.detail().no()).contains("portnokkel.data-dir", fileInsteadOfDirectory.toString());
        });

        Files.delete(fileInsteadOfDirectory);
        assertThat(database.problem()).isPresent();
        clock.advance(Duration.ofSeconds(5));
        assertThat(database.problem()).isEmpty();
    }

    @Test
    void an_unknown_data_source_is_a_problem_and_a_remote_name_is_never_looked_up() {
        assertThat(named("java:comp/env/jdbc/nowhere").problem())
                .hasValueSatisfying(problem -> assertThat(problem.detail().en())
                        .contains("portnokkel.datasource", "java:comp/env/jdbc/nowhere"));
        assertThat(named("ldap://elsewhere.example/x").problem())
                .hasValueSatisfying(problem -> assertThat(problem.detail().en()).contains("not a local JNDI name"));
    }

    @Test
    void a_failed_transaction_is_rolled_back() {
        Database database = embedded(folder.resolve("data"));
        assertThatThrownBy(() -> database.transaction(connection -> {
                    connection
                            .createStatement()
                            .execute("INSERT INTO portnokkel_switch_problem (switch_id) VALUES ('nobody')");
                    return 1;
                }))
                .isInstanceOf(ProblemException.class);
        assertThat(count(database)).isZero();
    }

    private DataSource embeddedSource() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return source;
    }

    /** A data source whose calls fail as those of an application server do after its pool is gone. */
    private static DataSource proxy(DataSource real, AtomicBoolean down) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (down.get()) {
                        throw new Exception("the pool is gone"); // not declared: UndeclaredThrowableException
                    }
                    return method.invoke(real, arguments);
                });
    }

    private static int count(Database database) {
        return count(database, "portnokkel_switch_problem");
    }

    private static int count(Database database, String table) {
        return database.transaction(connection -> {
            try (var rows = connection.createStatement().executeQuery("SELECT count(*) FROM " + table)) {
                rows.next();
                return rows.getInt(1);
            }
        });
    }

    private Database embedded(Path dataDir) {
        return Database.of(Optional.empty(), dataDir, clock);
    }

    private Database named(String name) {
        return Database.of(Optional.of(name), folder, clock);
    }
}
