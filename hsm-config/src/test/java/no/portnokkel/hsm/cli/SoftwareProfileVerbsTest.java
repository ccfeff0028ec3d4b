package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import no.portnokkel.hsm.cli.terminal.CliContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line is for HSM tokens: with a keystore file each verb says so, and opens nothing. */
class SoftwareProfileVerbsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "doctor",
                "slots",
                "keys",
                "jwk --key seal",
                "test-sign --key seal",
                "generate --key seal",
                "csr --key seal --organisation 974760673 --name Bank",
                "retire --key seal --evidence /laptop/evidence",
                "register"
            })
    void each_verb_ends_with_one_line_and_exit_code_2(String verb) throws IOException {
        Path configuration = Files.writeString(directory.resolve("portnokkel.properties"), """
                portnokkel.hsm.profile=software
                portnokkel.hsm.keystore-file=/laptop/keys.p12
                portnokkel.hsm.pin-file=/laptop/password
                """);
        StringWriter err = new StringWriter();
        String[] words = (verb + " --config " + configuration).split(" ");

        int exit = PortnokkelHsm.run(
                new CliContext(
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(err),
                        Locale.ENGLISH,
                        prompt -> new char[0],
                        Clock.systemUTC()),
                words);

        assertThat(exit).as(Arrays.toString(words)).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("portnokkel.hsm.profile = software", "keytool"));
    }
}
