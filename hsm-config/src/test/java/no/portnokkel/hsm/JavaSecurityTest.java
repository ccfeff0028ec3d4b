package no.portnokkel.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import no.portnokkel.hsm.cli.PortnokkelHsm;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes whose {@code java.security} lists SunPKCS11 in another way, or not at all. */
@UsesSoftHsm
class JavaSecurityTest {
    @TempDir
    Path directory;

    @Test
    void a_list_of_providers_without_sunpkcs11_changes_nothing() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "security-missing");

        Shell tried = testSign(token, "-Djava.security.properties=" + providers("SUN"));

        assertThat(tried.exit()).as(tried.output()).isZero();
    }

    @Test
    void a_line_from_an_hsms_manual_that_configures_sunpkcs11_changes_nothing() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "security-configured");
        Path configuration = Files.writeString(
                directory.resolve("vendor.cfg"),
                "name = vendor\nlibrary = /usr/lib/softhsm/libsofthsm2.so\nslot = " + token.slot() + "\n");

        Shell tried = testSign(token, "-Djava.security.properties=" + providers("SunPKCS11 " + configuration));

        assertThat(tried.exit()).as(tried.output()).isZero();
    }

    @Test
    void a_runtime_without_the_provider_is_a_fault_of_the_setup() {
        SoftHsmToken token = BankFixture.token(directory, "security-trimmed");

        Shell tried = testSign(token, "--limit-modules=java.se,jdk.unsupported");

        assertThat(tried.exit()).as(tried.output()).isEqualTo(4);
        assertThat(tried.output())
                .contains("jdk.crypto.cryptoki", "complete JDK")
                .doesNotContain("\tat ");
    }

    @Test
    void a_runtime_without_the_provider_does_not_ask_for_a_restart() {
        SoftHsmToken token = BankFixture.token(directory, "security-live");

        Shell started = Shell.run(
                java(),
                "--limit-modules=java.se,jdk.unsupported",
                "-cp",
                System.getProperty("java.class.path"),
                StateOfProcess.class.getName(),
                token.library().toString(),
                token.label(),
                token.pinFile().toString(),
                directory.resolve("data").toString());

        assertThat(started.output()).contains("state: needs-person");
    }

    /** Returns a file that puts this in the place of SunPKCS11. */
    private Path providers(String replacement) throws IOException {
        Path list = Path.of(System.getProperty("java.home"), "conf", "security", "java.security");
        List<String> lines = Files.readAllLines(list).stream()
                .filter(line -> line.matches("security\\.provider\\.[0-9]+=SunPKCS11"))
                .map(line -> line.replaceFirst("SunPKCS11", replacement))
                .toList();
        assertThat(lines).hasSize(1);
        return Files.write(directory.resolve("java.security"), lines);
    }

    private Shell testSign(SoftHsmToken token, String option) {
        List<String> command = new ArrayList<>(List.of(
                java(),
                option,
                "-Duser.language=en",
                "-cp",
                System.getProperty("java.class.path"),
                PortnokkelHsm.class.getName(),
                "test-sign",
                "--library",
                token.library().toString(),
                "--token-label",
                token.label(),
                "--pin-file",
                token.pinFile().toString(),
                "--data-dir",
                directory.resolve("data").toString(),
                "--key",
                "seal"));
        return Shell.run(command.toArray(String[]::new));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
