package no.portnokkel.hsm.pin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may be able to read or change a PIN file. */
class PinFileTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("pin"), "1234\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw----r--", "rw-----w-", "rw-r-----", "rw--w----"})
    void our_own_file_is_refused_when_anybody_else_can_read_or_change_it(String permissions) throws IOException {
        permit(permissions);

        HsmException refused =
                catchThrowableOfType(HsmException.class, () -> pinFile(file).read(owner()));

        assertThat(refused.fault().code()).isEqualTo(ProblemCode.HSM_PIN_FILE_UNSAFE);
        assertThat(refused.fault().detail().en()).contains(permissions, file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-rw----", "r--r-----"})
    void a_mounted_file_of_another_user_may_be_open_to_its_group(String permissions) throws IOException {
        permit(permissions);

        try (Pin pin = pinFile(file).read(somebodyElse())) {
            assertThat(pin.chars()).containsExactly('1', '2', '3', '4');
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw----r--", "rw-----w-"})
    void a_mounted_file_of_another_user_is_refused_when_everybody_can_read_or_change_it(String permissions)
            throws IOException {
        permit(permissions);

        HsmException refused =
                catchThrowableOfType(HsmException.class, () -> pinFile(file).read(somebodyElse()));

        assertThat(refused.fault().code()).isEqualTo(ProblemCode.HSM_PIN_FILE_UNSAFE);
    }

    @Test
    void a_file_may_be_reached_through_a_symbolic_link() throws IOException {
        permit("rw-------");
        Path link = Files.createSymbolicLink(directory.resolve("..data-pin"), file);

        try (Pin pin = pinFile(link).read(owner())) {
            assertThat(pin.chars()).hasSize(4);
        }
    }

    private static PinFile pinFile(Path file) {
        return new PinFile("portnokkel.hsm.pin-file", file);
    }

    private void permit(String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private UserPrincipal owner() throws IOException {
        return Files.getOwner(file);
    }

    private UserPrincipal somebodyElse() throws IOException {
        String name = owner().getName().equals("nobody") ? "root" : "nobody";
        return file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
    }
}
