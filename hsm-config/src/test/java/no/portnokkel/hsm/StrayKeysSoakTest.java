package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Minutes ({@code -Dsoak-minutes}, 10) with callers of keys that do not sign, beside callers of one that does. */
@Tag("long")
@UsesSoftHsm
@Isolated("counts what the whole process holds")
class StrayKeysSoakTest {
    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration TIME = Duration.ofMinutes(Long.getLong("soak-minutes", 10));
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();
    private static final int FOREIGN = 300;
    private static final List<String> STRAY = List.of("always", "twin", "bad");

    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService strayCallers = Executors.newFixedThreadPool(STRAY.size());
    private final Set<String> codes = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        ended = true;
        strayCallers.shutdown();
        background.shutdownNow();
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void three_unusable_keys_and_300_foreign_certificates_cost_nothing() {
        SoftHsmToken token = crowdedToken();
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("C_SignInit about bad", "C_SignInit answer 0x06");
        HsmSettings settings = BankFixture.settings(directory.resolve("data"), token, shim);
        try (Hsm hsm = HsmConnection.start(settings, background, System::nanoTime)) {
            Await.until(SOON, () -> hsm.status().state() == HsmState.READY);
            try (SigningLoad load = new SigningLoad(hsm.key("seal"), 4)) {
                STRAY.forEach(label -> strayCallers.execute(() -> call(hsm.key(label))));
                LockSupport.parkNanos(WARM_UP.toNanos());
                Footprint before = Footprint.now();
                LockSupport.parkNanos(TIME.toNanos());
                Footprint after = Footprint.now();

                assertThat(hsm.status().generation()).isEqualTo(1);
                assertThat(load.faults()).isZero();
                assertThat(load.wrong()).isZero();
                assertThat(load.good()).isGreaterThan(TIME.toSeconds());
                assertThat(codes).containsExactlyInAnyOrder("hsm-key-unusable", "hsm-key-ambiguous");
                assertThat(after.resident() - before.resident()).as("kB").isLessThan(50_000);
                assertThat(after.mappings()).isLessThanOrEqualTo(before.mappings() + 20);
                assertThat(after.files()).isLessThanOrEqualTo(before.files() + 5);
            }
            ended = true;
        }
    }

    private void call(SigningKey key) {
        while (!ended) {
            try {
                key.sign(GRANT, SignatureAlgorithm.RS256);
                codes.add("signed");
            } catch (HsmException expected) {
                codes.add(expected.fault().code().word());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private SoftHsmToken crowdedToken() {
        SoftHsmToken token = BankFixture.token(directory, "stray-keys");
        BankFixture.addCrowd(token, FOREIGN);
        token.generateKey("bad", BankFixture::certify);
        OpenScTool tool = new OpenScTool(token, directory);
        tool.storeKey("RSA", 2048, "always", "77", "--always-auth");
        tool.storeKey("RSA", 2048, "twin", "78");
        tool.storePrivateKey(OpenScTool.pair("RSA", 2048), "twin", "78");
        return token;
    }
}
