package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A key that gives no answer at all, for example because the device waits for somebody's approval. */
@UsesSoftHsm
class HangingKeyTest {
    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);

    @TempDir
    Path directory;

    private SoftHsmToken token;
    private FaultShim shim;

    @BeforeEach
    void given_two_keys_of_which_one_hangs(TestInfo test) {
        token = BankFixture.token(
                directory, "hang-" + Integer.toHexString(test.getDisplayName().hashCode()));
        token.generateKey("bad", BankFixture::certify);
        shim = FaultShim.before(token, directory);
        shim.says("C_SignInit about bad", "C_SignInit hang");
    }

    @Test
    void it_is_unusable_and_the_key_beside_it_signs_in_the_same_login() {
        try (Hsm hsm = HsmConnection.open(BankFixture.settings(directory.resolve("data"), token, shim))) {
            List<HsmFault> faults = signWithBoth(hsm);

            assertThat(faults).containsOnly(new KeyFault.NotUsable("bad", token.label(), "no-answer"));
            assertThat(hsm.status().generation()).isEqualTo(1);
            shim.isWell();
            Await.until(Duration.ofSeconds(20), () -> signs(hsm, "bad"));
            assertThat(hsm.status().generation()).isEqualTo(1);
        }
    }

    @Test
    void the_key_beside_it_is_proven_while_it_hangs() {
        ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
        try (Hsm hsm = HsmConnection.open(BankFixture.settings(directory.resolve("data"), token, shim))) {
            background.execute(() -> signs(hsm, "bad"));
            Await.until(Duration.ofSeconds(20), HangingKeyTest::isInTheModule);

            assertThat(signs(hsm, "seal")).isTrue();
            assertThat(hsm.status().generation()).isEqualTo(1);
        } finally {
            shim.isWell();
            background.shutdownNow();
        }
    }

    private static boolean isInTheModule() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(stack -> List.of(stack).stream())
                .anyMatch(frame -> frame.getMethodName().equals("C_SignInit"));
    }

    private static List<HsmFault> signWithBoth(Hsm hsm) {
        return IntStream.range(0, 5)
                .mapToObj(caller -> {
                    HsmFault fault = catchThrowableOfType(
                                    HsmException.class, () -> hsm.key("bad").sign(GRANT, SignatureAlgorithm.RS256))
                            .fault();
                    assertThat(signs(hsm, "seal")).isTrue();
                    return fault;
                })
                .toList();
    }

    private static boolean signs(Hsm hsm, String label) {
        try {
            return hsm.key(label).sign(GRANT, SignatureAlgorithm.RS256).length > 0;
        } catch (HsmException unusable) {
            return false;
        }
    }
}
