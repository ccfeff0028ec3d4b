package no.portnokkel.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import no.portnokkel.problem.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system that has no POSIX modes, as on Windows; here the inside of a ZIP file. */
class WithoutPosixModesTest {
    @TempDir
    Path directory;

    @Test
    void a_secret_is_not_read_where_nobody_can_tell_who_else_reads_it() throws IOException {
        try (FileSystem zip = zip()) {
            Path file = zip.getPath("/pin");
            Files.write(file, "987654\n".getBytes(StandardCharsets.US_ASCII));

            assertThatThrownBy(() -> SecretLine.read(file, Files.getOwner(directory)))
                    .isInstanceOf(SecretLine.RejectedException.class)
                    .hasMessageContaining("without POSIX modes");
            assertThat(SecretFile.version(file)).isEqualTo("absent");
        }
    }

    @Test
    void our_own_folder_is_refused_with_the_same_words() throws IOException {
        try (FileSystem zip = zip()) {
            Path folder = zip.getPath("/data");

            assertThat(PrivateFolder.defect(folder).map(Text::en))
                    .hasValueSatisfying(defect -> assertThat(defect).contains("without POSIX modes"));
            assertThatThrownBy(() -> PrivateFolder.at(folder)).isInstanceOf(PrivateFolder.RejectedException.class);
            assertThat(folder).doesNotExist();
        }
    }

    private FileSystem zip() throws IOException {
        return FileSystems.newFileSystem(directory.resolve("files.zip"), Map.of("create", "true"));
    }
}
