package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.pin.PinFile;
import no.portnokkel.hsm.pkcs11.ConnectionCheck;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cost of outages: modules are never unloaded, so the test counts them in the memory map of this process. */
@UsesSoftHsm
@Tag("one-jdk")
class LongOutageTest {
    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);

    private final long[] now = {Long.MAX_VALUE - 1}; // reveals overflow

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"C_GetSlotList", "C_Login", "C_FindObjectsInit", "C_SignFinal"})
    void an_outage_of_an_hour_loads_at_most_two_modules(String wherever) throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "long-outage-" + wherever);
        FaultShim shim = FaultShim.before(token, directory);
        Connector connector = connector(BankFixture.settings(directory.resolve("data"), token, shim));
        sign(connector);
        long before = loaded();

        shim.says(wherever + " answer 0x30");
        for (int attempt = 0; attempt < 120; attempt++) {
            now[0] += Duration.ofSeconds(30).toNanos();
            assertThat(catchThrowableOfType(HsmException.class, () -> sign(connector)))
                    .isNotNull();
        }

        assertThat(loaded() - before).isBetween(1L, 2L);
        shim.isWell();
        sign(connector);
        connector.close();
    }

    @Test
    void at_the_limit_the_last_module_is_opened_again() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "long-bound");
        FaultShim shim = FaultShim.before(token, directory);
        Connector connector =
                connector(HsmSettingsVariant.of(BankFixture.settings(directory.resolve("data"), token, shim))
                        .maxGenerations(2)
                        .settings());
        long before = loaded();

        for (int login = 0; login < 5; login++) {
            sign(connector);
        }

        assertThat(loaded() - before).isEqualTo(2);
        assertThat(connector.isFull()).isTrue();
        connector.close();
    }

    private Connector connector(HsmSettings settings) {
        PinFile pins = new PinFile("portnokkel.hsm.pin-file", settings.pinFile().orElseThrow());
        return new Connector(settings, pins, new SecureRandom(), () -> now[0]);
    }

    /** Connects, signs and closes, as when the device is lost afterwards. */
    private static void sign(Connector connector) {
        try (Generation generation = connector.connect(ConnectionCheck.Listener.NONE)) {
            assertThat(generation.sign(generation.key("seal"), GRANT, SignatureAlgorithm.RS256))
                    .hasSize(256);
        }
    }

    /** Returns the number of module copies of this test that are mapped now; a deleted file is still listed. */
    private long loaded() throws IOException {
        return Files.readString(Path.of("/proc/self/maps"))
                .lines()
                .filter(line -> line.contains(directory.resolve("data/modules").toString()))
                .map(line -> line.replaceAll(".* (?=/)", ""))
                .distinct()
                .count();
    }
}
