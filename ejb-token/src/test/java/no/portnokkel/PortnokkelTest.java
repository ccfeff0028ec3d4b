package no.portnokkel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.runtime.Bank;
import no.portnokkel.runtime.BankConfig;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The entry point, used as an application without a container would. */
@ResourceLock("softhsm2") // one SoftHSM store per process
class PortnokkelTest {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN = Bank.maskinporten("skatteetaten:inntekt");

    private final Map<String, String> settings = new HashMap<>();

    @TempDir
    Path directory;

    @BeforeEach
    void configure() {
        SoftHsmToken hsm = Bank.hsm(directory, "entry");
        settings.putAll(new BankConfig(hsm, directory.resolve("data"))
                .in("lab", MASKINPORTEN.twin())
                .values());
    }

    @Test
    void once_ready_it_returns_tokens() throws InterruptedException {
        try (Portnokkel portnokkel = Portnokkel.start(ConfigValues.of(settings))) {
            assertThat(portnokkel.awaitReady(Duration.ofSeconds(30))).isTrue();
            assertThat(portnokkel.tokens().get(INCOME).value()).isNotEmpty();
        }
    }

    @Test
    @Timeout(60)
    void start_returns_before_the_configuration_has_been_read() throws InterruptedException {
        ConfigValues values = ConfigValues.of(settings);
        CountDownLatch mayBeRead = new CountDownLatch(1);
        ConfigValues slow = new ConfigValues() {
            @Override
            public Optional<String> value(String key) {
                return values.value(key);
            }

            @Override
            public Set<String> names() {
                try {
                    mayBeRead.await();
                    return values.names();
                } catch (InterruptedException stopped) {
                    throw new IllegalStateException(stopped);
                }
            }
        };

        try (Portnokkel portnokkel = Portnokkel.start(slow)) {
            assertThat(portnokkel.awaitReady(Duration.ofMillis(10))).isFalse();
            mayBeRead.countDown();
            assertThat(portnokkel.tokens().get(INCOME).value()).isNotEmpty();
        }
    }

    @Test
    void with_an_invalid_configuration_it_starts_is_not_ready_and_the_exception_names_the_setting()
            throws InterruptedException {
        settings.remove("portnokkel.environments.lab.client-id");

        try (Portnokkel portnokkel = Portnokkel.start(ConfigValues.of(settings))) {
            assertThat(portnokkel.awaitReady(Duration.ofMillis(100))).isFalse();
            assertThatExceptionOfType(TokenException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .withMessageContaining("portnokkel.environments.lab.client-id");
        }
    }
}
