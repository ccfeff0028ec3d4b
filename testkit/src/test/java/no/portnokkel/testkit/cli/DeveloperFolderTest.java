package no.portnokkel.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.registry.RegisteredClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DeveloperFolderTest {
    private static final URI ISSUER = URI.create("http://127.0.0.1:8888/");
    private static final RegisteredClient CLIENT =
            RegisteredClient.of("demo-client", "310167398", "skatteetaten:inntekt");
    private static final TestAuthority AUTHORITY = TestAuthority.create();

    private final StringWriter printed = new StringWriter();

    @TempDir
    Path parent;

    @Test
    void it_makes_key_certificate_password_and_configuration_for_its_owner_only()
            throws IOException, GeneralSecurityException {
        prepare(ISSUER);

        assertThat(mode(folder())).isEqualTo("rwx------");
        assertThat(mode(folder().resolve("keys.p12"))).isEqualTo("rw-------");
        assertThat(mode(folder().resolve("keystore-password"))).isEqualTo("rw-------");
        assertThat(mode(folder().resolve("portnokkel.properties"))).isEqualTo("rw-------");
        KeyStore store = KeyStore.getInstance(
                folder().resolve("keys.p12").toFile(),
                Files.readString(folder().resolve("keystore-password")).strip().toCharArray());
        X509Certificate leaf = (X509Certificate) store.getCertificate("developer");
        assertThat(((RSAPublicKey) leaf.getPublicKey()).getModulus().bitLength())
                .isEqualTo(3072);
        assertThat(OrganisationCertificate.ownerOf(leaf)).contains("310167398");
        assertThat(store.getCertificateChain("developer")).hasSize(3).endsWith(AUTHORITY.root());
        assertThat(printed.toString()).contains("developer in ", "(new)", "keystore-password", "portnokkel.properties");
    }

    @Test
    void the_configuration_has_every_line_that_an_application_needs() throws IOException {
        prepare(ISSUER);

        Properties lines = new Properties();
        lines.load(new StringReader(Files.readString(folder().resolve("portnokkel.properties"))));
        assertThat(lines)
                .containsAllEntriesOf(Map.of(
                        "portnokkel.environment", "local",
                        "portnokkel.environments.local.issuer", "http://127.0.0.1:8888/",
                        "portnokkel.environments.local.client-id", "demo-client",
                        "portnokkel.environments.local.organisation-number", "310167398",
                        "portnokkel.environments.local.key", "developer",
                        "portnokkel.hsm.profile", "software",
                        "portnokkel.hsm.keystore-file",
                                folder().resolve("keys.p12").toString(),
                        "portnokkel.hsm.pin-file",
                                folder().resolve("keystore-password").toString(),
                        "portnokkel.data-dir", folder().resolve("data").toString()))
                .hasSize(9);
    }

    @Test
    void a_second_start_changes_no_file_and_keeps_the_lines_of_the_developer() throws IOException {
        prepare(ISSUER);
        Path configuration = folder().resolve("portnokkel.properties");
        Files.writeString(configuration, Files.readString(configuration) + "portnokkel.tokens.wait=PT5S\n");
        Map<String, String> before = contents();

        prepare(ISSUER);

        assertThat(contents()).isEqualTo(before);
        assertThat(printed.toString()).contains("(existing)");
        assertThat(new DeveloperFolder(folder(), Clock.systemUTC()).port()).contains(8888);
    }

    @Test
    void a_configuration_for_another_port_is_refused_and_not_overwritten() throws IOException {
        prepare(ISSUER);
        Map<String, String> before = contents();

        assertThatThrownBy(() -> prepare(URI.create("http://127.0.0.1:9999/")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("portnokkel.environments.local.issuer=http://127.0.0.1:9999/")
                .hasMessageContaining("Delete it");

        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void a_keystore_with_another_password_or_of_another_authority_is_refused() throws IOException {
        prepare(ISSUER);

        assertThatThrownBy(() -> new DeveloperFolder(folder(), Clock.systemUTC())
                        .prepare(CLIENT, TestAuthority.create(), ISSUER, new PrintWriter(printed)))
                .hasMessageContaining("this twin does not accept");
        Files.writeString(folder().resolve("keystore-password"), "another\n");
        assertThatThrownBy(() -> prepare(ISSUER)).hasMessageContaining("cannot be opened with");
    }

    @Test
    void a_folder_whose_name_has_letters_beyond_ascii_is_read_back_by_any_reader() throws IOException {
        Path norwegian = parent.resolve("blåbær \\ folder");
        DeveloperFolder folder = new DeveloperFolder(norwegian, Clock.systemUTC());
        folder.create();
        folder.prepare(CLIENT, AUTHORITY, ISSUER, new PrintWriter(printed));

        Properties lines = new Properties();
        lines.load(Files.newInputStream(norwegian.resolve("portnokkel.properties"))); // ISO 8859-1
        assertThat(lines.getProperty("portnokkel.hsm.keystore-file"))
                .isEqualTo(norwegian.resolve("keys.p12").toString());
    }

    @Test
    void it_does_not_go_with_another_issuer_or_class() {
        StringWriter err = new StringWriter();
        CommandLine twin = TwinCommand.commandLine().setErr(new PrintWriter(err));

        assertThat(twin.execute("--with-key", folder().toString(), "--class", "production"))
                .isEqualTo(2);
        assertThat(twin.execute("--with-key", folder().toString(), "--issuer", "https://test.maskinporten.no/"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("omit --issuer and --class");
        assertThat(folder()).doesNotExist();
    }

    private Path folder() {
        return parent.resolve("laptop");
    }

    private void prepare(URI issuer) {
        DeveloperFolder folder = new DeveloperFolder(folder(), Clock.systemUTC());
        folder.create();
        folder.prepare(CLIENT, AUTHORITY, issuer, new PrintWriter(printed, true));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private Map<String, String> contents() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.collect(
                    Collectors.toMap(file -> file.getFileName().toString(), DeveloperFolderTest::hexadecimal));
        }
    }

    private static String hexadecimal(Path file) {
        try {
            return java.util.HexFormat.of().formatHex(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
