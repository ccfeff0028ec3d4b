package no.portnokkel.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateFolderTest {
    @TempDir
    Path directory;

    private Path data;

    @BeforeEach
    void create() throws IOException {
        data = Files.createDirectory(directory.resolve("data"));
        permit("rwx------");
    }

    @Test
    void a_missing_folder_is_made_for_its_owner_only() throws IOException {
        Path missing = directory.resolve("a/b");
        assertThat(PrivateFolder.defect(missing)).isEmpty();

        PrivateFolder.at(missing);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(missing)))
                .isEqualTo("rwx------");
    }

    @Test
    void an_existing_folder_of_its_owner_is_accepted_and_left_empty() throws IOException {
        PrivateFolder.at(data);

        assertThat(PrivateFolder.defect(data)).isEmpty();
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void a_file_is_replaced_as_a_whole_for_its_owner_only_and_nothing_else_stays() throws IOException {
        PrivateFolder folder = PrivateFolder.at(data);
        folder.replace("choice", "a longer text");
        folder.replace("choice", "å");

        assertThat(data.resolve("choice")).hasContent("å");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("choice"))))
                .isEqualTo("rw-------");
        Files.createDirectories(data.resolve("taken/by"));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> folder.replace("taken", "text"));
        assertThat(data.toFile().list()).containsExactlyInAnyOrder("choice", "taken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxrwx", "rwx-wx---", "rwxr-x---", "rwx-----x"})
    void a_folder_that_others_can_enter_is_rejected_and_not_repaired(String permissions) throws IOException {
        permit(permissions);

        assertRejected(data, permissions);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo(permissions);
    }

    @Test
    void a_symbolic_link_is_rejected() throws IOException {
        assertRejected(Files.createSymbolicLink(directory.resolve("link"), data), "symbolic link");
        assertRejected(
                Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("nowhere")), "symbolic link");
    }

    @Test
    void a_link_on_the_way_is_accepted_from_its_owner_and_rejected_from_another_user() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
        Path below = link.resolve("data");
        assertThat(PrivateFolder.defect(below)).isEmpty();

        assumeTrue(isRoot(), "only root can make another user's link");
        Objects.requireNonNull(
                        Files.getFileAttributeView(link, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS))
                .setOwner(nobody());
        assertRejected(below, link.toString());
    }

    @Test
    void a_folder_of_another_user_is_rejected_with_the_name_of_its_owner() throws IOException {
        Path foreign = Path.of("/root");
        if (isRoot()) {
            foreign = Files.setOwner(data, nobody());
        }

        assertRejected(foreign, "belongs to " + Files.getOwner(foreign).getName());
    }

    @Test
    void a_relative_path_is_rejected_and_nothing_is_made() {
        assertRejected(Path.of("?/.portnokkel"), "absolute");
        assertThat(Path.of("?")).doesNotExist();
    }

    @Test
    void a_file_is_rejected() throws IOException {
        assertRejected(Files.createFile(directory.resolve("file")), "not a folder");
    }

    @Test
    void a_folder_that_is_opened_to_others_later_is_noticed() throws IOException {
        PrivateFolder folder = PrivateFolder.at(data);
        folder.requireUnchanged();

        permit("rwxrwxrwx");

        assertThatExceptionOfType(PrivateFolder.RejectedException.class).isThrownBy(folder::requireUnchanged);
        assertThatExceptionOfType(PrivateFolder.RejectedException.class).isThrownBy(() -> folder.folder("modules"));
        assertThat(data.resolve("modules")).doesNotExist();
    }

    private static void assertRejected(Path path, String part) {
        assertThatExceptionOfType(PrivateFolder.RejectedException.class)
                .isThrownBy(() -> PrivateFolder.at(path))
                .withMessageContaining(part);
        assertThat(PrivateFolder.defect(path))
                .hasValueSatisfying(defect -> assertThat(defect.en()).contains(part));
    }

    private void permit(String permissions) throws IOException {
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString(permissions));
    }

    private boolean isRoot() throws IOException {
        return Files.getAttribute(data, "unix:uid").equals(0);
    }

    private UserPrincipal nobody() throws IOException {
        return directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    }
}
