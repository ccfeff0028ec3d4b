package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import no.portnokkel.control.Database;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.control.switching.Switch.State;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What earlier releases have stored, as archived in {@code docs/releases}, is migrated and read. */
class ReleaseArchiveTest {
    @TempDir
    Path dataDir;

    static List<Path> releases() throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("../docs/releases"))) {
            return entries.filter(Files::isDirectory).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void the_embedded_database_of_a_release_tells_who_approved_its_switch(Path release) throws IOException {
        String file = "control-room.mv.db";
        Files.copy(release.resolve(file), dataDir.resolve(file));

        try (Database database = Database.of(Optional.empty(), dataDir, () -> 0)) {
            assertThatSwitchAndConfirmationAreKnown(database);
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void the_postgresql_dump_of_a_release_tells_who_approved_its_switch(Path release) throws IOException {
        String dump = Files.readString(release.resolve("control-room.sql"));

        try (Database database = TestDatabase.restored(dump, () -> 0)) {
            assertThatSwitchAndConfirmationAreKnown(database);
        }
    }

    private static void assertThatSwitchAndConfirmationAreKnown(Database database) {
        assertThat(database.problem()).isEmpty();
        List<Switch> switches = database.transaction(connection -> new SwitchRepository(connection).all());
        Optional<ConfirmationRepository.Stored> confirmed =
                database.transaction(connection -> new ConfirmationRepository(connection).last("second"));

        assertThat(switches).singleElement().satisfies(change -> {
            assertThat(change.state()).isEqualTo(State.ACTIVE);
            assertThat(change.to()).isEqualTo("second");
            assertThat(change.proposedBy().name()).isEqualTo("kari");
            assertThat(change.decision().orElseThrow().by().id()).isEqualTo("ola");
            assertThat(change.difference()).isNotEmpty();
        });
        assertThat(confirmed).hasValueSatisfying(last -> {
            assertThat(last.confirmation().decision().orElseThrow().by().id()).isEqualTo("per");
            assertThat(last.signature()).isNotEmpty();
            assertThat(last.confirmation().state().values()).isNotEmpty();
        });
    }
}
