package no.portnokkel.hsm.pin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@UsesSoftHsm
class PinInMemoryTest {
    private static final String OTHER_SECRET = "5190387264";

    @TempDir
    private Path directory;

    @Test
    void after_the_login_no_object_holds_the_pin() throws Exception {
        SoftHsmToken token = BankFixture.token(directory, "pin-in-memory");
        String heap = dumpOf(token);

        assertThat(encodings(OTHER_SECRET)).as("a secret in memory is found").anyMatch(heap::contains);
        assertThat(encodings(BankFixture.PIN)).noneMatch(heap::contains);
    }

    private String dumpOf(SoftHsmToken token) throws IOException, InterruptedException {
        Path dump = directory.resolve("heap.hprof");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        PinHolder.class.getName(),
                        token.library().toString(),
                        token.label(),
                        token.pinFile().toString(),
                        directory.toString(),
                        Files.writeString(directory.resolve("kept"), OTHER_SECRET)
                                .toString(),
                        dump.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
        assertThat(process.waitFor()).as(said).isZero();
        return Files.readString(dump, ISO_8859_1); // one char for each byte
    }

    private static List<String> encodings(String secret) {
        return List.of(ISO_8859_1, UTF_16BE, UTF_16LE).stream()
                .map(way -> asBytes(secret, way))
                .toList();
    }

    private static String asBytes(String secret, Charset way) {
        return new String(secret.getBytes(way), ISO_8859_1);
    }
}
