package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import no.portnokkel.contract.ContractRecord;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A data directory that others can write, or could have written: reported, and nothing is read, written or loaded there. */
@ResourceLock("softhsm2") // one SoftHSM store per process
class UnsafeDataDirTest extends TwoTwinsFixture {
    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxrwx", "rwxrwx---", "rwxr-xr-x"})
    void a_data_dir_that_others_can_enter_is_not_used(String permissions) throws IOException {
        Path data = Files.createDirectory(dataDir.resolve("data"));
        Files.writeString(data.resolve("active-environment"), ContractRecord.sample("active-environment-second"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString(permissions));
        bank.with("data-dir", data.toString());

        assertNotUsed(data, permissions);
    }

    @Test
    void a_data_dir_that_is_a_symbolic_link_is_not_used() throws IOException {
        Path target = Files.createDirectory(
                dataDir.resolve("target"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(target.resolve("active-environment"), ContractRecord.sample("active-environment-second"));
        Path link = Files.createSymbolicLink(dataDir.resolve("link"), target);
        bank.with("data-dir", link.toString());

        assertNotUsed(target, "symbolic link");
    }

    @Test
    void a_data_dir_that_is_opened_to_others_later_no_longer_chooses_the_environment() throws IOException {
        try (PortnokkelOperations portnokkel = bank.start()) {
            portnokkel.tokens().get(INCOME); // connects to the HSM
            activate(portnokkel, "second", 1);
            StoredChoice signed = TwoTwinsFixture.switchTo(portnokkel, "first", 2);
            Files.setPosixFilePermissions(dataDir, PosixFilePermissions.fromString("rwxrwxrwx"));
            Files.writeString(dataDir.resolve("active-environment"), signed.text());

            portnokkel.tokens().get(INCOME); // reads the choice before it signs

            assertThat(portnokkel.activeEnvironment().environment()).contains("second");
        } finally {
            Files.setPosixFilePermissions(dataDir, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private void assertNotUsed(Path folder, String reason) throws IOException {
        try (PortnokkelOperations portnokkel = bank.start()) {
            assertThat(portnokkel.problems())
                    .filteredOn(problem -> "portnokkel.data-dir".equals(problem.configurationKey()))
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
                        assertThat(problem.sentence()).contains("portnokkel.data-dir", reason, "0700", "volume");
                    });
            assertThat(portnokkel.isReady()).isFalse();
            assertThat(portnokkel.activeEnvironment().environment()).contains("first");
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .extracting(TokenRefusedException::problem)
                    .extracting(Problem::configurationKey)
                    .isEqualTo("portnokkel.data-dir");
        }
        assertThat(folder).isDirectoryNotContaining("glob:**{modules,refused-pins,probe}");
    }
}
