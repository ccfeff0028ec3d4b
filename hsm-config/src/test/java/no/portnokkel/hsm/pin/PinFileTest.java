package no.portnokkel.hsm.pin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.stream.Stream;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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

    static Stream<byte[]> filesWithInvisibleCharacters() {
        return Stream.of(
                "\uFEFF7391xk\n".getBytes(UTF_8),
                "\uFEFF7391xk\r\n".getBytes(UTF_16LE),
                "\uFEFF7391xk".getBytes(UTF_16BE),
                "7391xk".getBytes(UTF_16LE),
                "7391xk\u200B\n".getBytes(UTF_8),
                "7391xk\u00A0\n".getBytes(UTF_8),
                "7391xk\uFE0F\n".getBytes(UTF_8),
                "7391xk\u2800\n".getBytes(UTF_8),
                "73\u316491xk\n".getBytes(UTF_8),
                "73\t91xk\n".getBytes(UTF_8),
                "7391xk \n".getBytes(UTF_8),
                " 7391xk".getBytes(UTF_8),
                "7391xk\u0000".getBytes(UTF_8),
                "bl\u00E5\t91xk".getBytes(ISO_8859_1));
    }

    @ParameterizedTest
    @MethodSource("filesWithInvisibleCharacters")
    void a_pin_with_characters_that_nobody_sees_is_not_returned(byte[] content) throws IOException {
        Files.write(file, content);
        permit("rw-------");

        HsmException refused =
                catchThrowableOfType(HsmException.class, () -> pinFile(file).read(owner()));

        assertThat(refused.fault().code()).isEqualTo(ProblemCode.HSM_PIN_MISSING);
        assertThat(refused.fault().detail().en()).contains(file.toString()).doesNotContain("91xk");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7391xk", "correct horse battery", "blåbærsyltetøy", "bruker:p@ss/ord\\"})
    void a_pin_that_can_be_seen_is_returned_as_it_is(String pin) throws IOException {
        Files.writeString(file, pin + "\r\n");
        permit("rw-------");

        try (Pin read = pinFile(file).read(owner())) {
            assertThat(new String(read.chars()).getBytes(ISO_8859_1)).isEqualTo(pin.getBytes(UTF_8));
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
