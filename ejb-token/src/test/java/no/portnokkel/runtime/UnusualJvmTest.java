package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import no.portnokkel.Portnokkel;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.problem.Problem;
import no.portnokkel.testkit.ca.Pem;
import no.portnokkel.testkit.ca.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs with other security settings, or of users that the system does not know: the start never throws. */
@Isolated // changes settings of the whole JVM
class UnusualJvmTest {
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "portnokkel.environment", "lab",
            "portnokkel.environments.lab.issuer", "https://127.0.0.1:1/",
            "portnokkel.environments.lab.client-id", "b1",
            "portnokkel.environments.lab.organisation-number", "974760673",
            "portnokkel.environments.lab.key", "seal",
            "portnokkel.hsm.profile", "softhsm2",
            "portnokkel.hsm.token-label", "bank"));

    @TempDir
    Path directory;

    @Test
    void a_default_key_store_type_that_cannot_be_made_does_not_matter_for_the_trust_store() throws IOException {
        trustStore();
        String type = Security.getProperty("keystore.type");
        Security.setProperty("keystore.type", "FIPS-DEVICE");
        try (PortnokkelOperations portnokkel = start()) {
            assertThat(portnokkel.configuration().problems()).isEmpty();
            assertThat(portnokkel.configuration().http().authorities()).hasSize(1);
        } finally {
            Security.setProperty("keystore.type", type);
        }
    }

    @Test
    void without_tls_the_start_succeeds() throws IOException {
        trustStore();
        Provider tls = Objects.requireNonNull(Security.getProvider("SunJSSE"));
        int position = Arrays.asList(Security.getProviders()).indexOf(tls) + 1;
        Security.removeProvider("SunJSSE");
        try (PortnokkelOperations portnokkel = start()) {
            assertThat(portnokkel.activeEnvironment().environment()).contains("lab");
        } finally {
            Security.insertProviderAt(tls, position);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", ""})
    void a_user_without_a_home_directory_needs_a_data_dir(String home) {
        settings.remove("portnokkel.data-dir");
        String before = System.getProperty("user.home");
        System.setProperty("user.home", home);
        try (Portnokkel portnokkel = Portnokkel.start(ConfigValues.of(settings))) {
            assertThatExceptionOfType(TokenException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(TokenRequest.forScope("nav:aap")))
                    .satisfies(refused -> assertMissingHome(refused.problem()));
        } finally {
            System.setProperty("user.home", before);
        }
        assertThat(List.of(Path.of("?"), Path.of(".portnokkel"))).noneMatch(Files::exists);
    }

    @Test
    void a_home_directory_that_cannot_be_written_needs_a_data_dir() throws IOException {
        settings.remove("portnokkel.data-dir");
        Path home = Files.createFile(directory.resolve("home"));
        String before = System.getProperty("user.home");
        System.setProperty("user.home", home.toString());
        try (PortnokkelOperations portnokkel = start()) {
            assertThat(portnokkel.configuration().problems())
                    .singleElement()
                    .satisfies(UnusualJvmTest::assertMissingHome);
        } finally {
            System.setProperty("user.home", before);
        }
    }

    private static void assertMissingHome(Problem problem) {
        assertThat(problem.configurationKey()).isEqualTo("portnokkel.data-dir");
        assertThat(problem.sentence()).contains("is not set").contains("0700");
    }

    private PortnokkelOperations start() {
        return PortnokkelOperations.start(
                ConfigValues.of(settings),
                task -> {
                    Thread thread = new Thread(task, "unusual-jvm");
                    thread.setDaemon(true);
                    return thread;
                },
                "");
    }

    private void trustStore() throws IOException {
        settings.put("portnokkel.data-dir", directory.resolve("data").toString());
        Path pem = Files.writeString(
                directory.resolve("roots.pem"),
                Pem.of(List.of(TestAuthority.create().root())));
        settings.put("portnokkel.http.truststore", pem.toString());
    }
}
