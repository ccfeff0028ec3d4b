package no.portnokkel.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
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

    private static int count(Database database) {
        return database.transaction(connection -> {
            try (var rows =
                    connection.createStatement().executeQuery("SELECT count(*) FROM portnokkel_switch_problem")) {
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
