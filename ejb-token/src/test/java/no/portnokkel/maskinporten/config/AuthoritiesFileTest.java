package no.portnokkel.maskinporten.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import no.portnokkel.testkit.ca.Pem;
import no.portnokkel.testkit.ca.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of authorities, as editors, scripts and issuers leave them. */
class AuthoritiesFileTest {
    private static final TestAuthority AUTHORITY = TestAuthority.create();
    private static final List<X509Certificate> AUTHORITIES = List.of(AUTHORITY.root(), AUTHORITY.issuing());
    private static final String PEM = Pem.of(AUTHORITIES);

    @TempDir
    Path directory;

    @Test
    void a_file_that_was_put_together_without_line_breaks_loses_no_authority() throws IOException {
        assertThat(authorities(PEM.strip().replace("-----\n-----", "----------").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(AUTHORITIES);
    }

    @Test
    void a_file_in_utf_16_is_read() throws IOException {
        assertThat(authorities(("\uFEFF" + PEM).getBytes(StandardCharsets.UTF_16LE)))
                .isEqualTo(AUTHORITIES);
    }

    @Test
    void a_file_that_is_cut_off_is_reported_with_its_key() throws IOException {
        Configuration read = read(PEM.substring(0, PEM.length() - 100).getBytes(StandardCharsets.UTF_8));

        assertThat(read.problems())
                .anySatisfy(problem ->
                        assertThat(problem.detail().en()).contains("portnokkel.environments.lab.authorities-file"));
    }

    private List<X509Certificate> authorities(byte[] content) throws IOException {
        return read(content).environments().values().iterator().next().authorities();
    }

    private Configuration read(byte[] content) throws IOException {
        Path file = Files.write(directory.resolve("authorities.pem"), content);
        return Configuration.read(ConfigValues.of(Map.of(
                "portnokkel.environment", "lab",
                "portnokkel.environments.lab.issuer", "https://lab.bank.example/",
                "portnokkel.environments.lab.authorities-file", file.toString())));
    }
}
