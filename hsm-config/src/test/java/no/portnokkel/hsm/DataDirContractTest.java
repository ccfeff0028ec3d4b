package no.portnokkel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import no.portnokkel.contract.ContractRecord;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files below {@code data-dir}: a later release finds the files of an earlier one and reads them with the same
 * meaning.
 */
@UsesSoftHsm
class DataDirContractTest {
    /** A record that an earlier release has written for the PIN 1111111111. */
    private static final String SAMPLE = ContractRecord.sample("refused-pin-1111111111");

    @TempDir
    Path directory;

    @Test
    void files_have_the_recorded_names_permissions_and_shapes() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "contract-files");
        HsmSettings settings = BankFixture.settings(directory.resolve("data"), token);

        List<String> whileOpen;
        try (Hsm hsm = HsmConnection.open(settings)) {
            assertThat(hsm.status().state()).isEqualTo(HsmState.READY);
            whileOpen = files("open", settings);
        }
        List<String> closed = files("closed", settings);
        Files.writeString(token.pinFile(), "1111111111");
        refused(settings);

        ContractRecord.assertUnchanged(
                "data-dir",
                Stream.of(whileOpen, closed, files("PIN refused", settings)).flatMap(List::stream));
    }

    @Test
    void a_pin_that_an_earlier_release_recorded_as_refused_is_not_tried() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "contract-refused-pin");
        HsmSettings settings = BankFixture.settings(directory.resolve("data"), token);
        Files.writeString(token.pinFile(), "2222222222");
        Path memory = Path.of(refused(settings).memory());
        Files.writeString(memory, SAMPLE);
        BankFixture.logInWithVendorTool(token);

        Files.writeString(token.pinFile(), "1111111111");
        PinFault.Refused remembered = refused(settings);

        assertThat(remembered.memory()).isEqualTo(memory.toString());
        assertThat(memory).content().isEqualTo(SAMPLE);
        Files.writeString(token.pinFile(), BankFixture.PIN); // the token reports no wrong try, so none was made
        HsmConnection.open(settings).close();
    }

    private static PinFault.Refused refused(HsmSettings settings) {
        return (PinFault.Refused) catchThrowableOfType(HsmException.class, () -> HsmConnection.open(settings))
                .fault();
    }

    private static List<String> files(String situation, HsmSettings settings) throws IOException {
        Path dataDir = settings.dataDir();
        try (Stream<Path> all = Files.walk(dataDir)) {
            return all.map(path -> situation + ": " + name(dataDir, path) + " " + permissions(path) + content(path))
                    .toList();
        }
    }

    private static String name(Path dataDir, Path path) {
        String name = dataDir.relativize(path).toString();
        return name.isEmpty()
                ? "data-dir"
                : name.replaceAll("[0-9a-f]{16}-[0-9a-f]{8}", "HEX16-HEX8").replaceAll("module-[0-9]+", "module-N");
    }

    private static String permissions(Path path) {
        if (path.toString().endsWith(".so")) {
            return "any permissions"; // depend on the umask; others cannot enter the folder
        }
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static String content(Path path) {
        try {
            if (Files.isDirectory(path)) {
                return "";
            }
            String text = Files.readString(path);
            return text.isEmpty()
                    ? ", empty"
                    : ", " + text.strip().replaceAll("[0-9a-f]{64}", "HEX64").replaceAll("[0-9a-f]{32}", "HEX32");
        } catch (IOException binary) {
            return ", binary";
        }
    }
}
