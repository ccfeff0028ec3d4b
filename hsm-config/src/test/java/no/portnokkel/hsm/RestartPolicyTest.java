package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the platform is told to restart the process. The clock runs, and the test advances it by minutes. */
@UsesSoftHsm
@Tag("one-jdk")
class RestartPolicyTest {
    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration NEXT_ATTEMPT = SOON.plusSeconds(30); // the interval of attempts after a minute
    private static final Duration ALMOST_FIVE_MINUTES = Duration.ofMinutes(4);

    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong ahead = new AtomicLong();

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        background.shutdownNow();
    }

    @Test
    void at_the_limit_the_state_is_failed_after_five_minutes_without_a_signature_until_the_device_is_back() {
        SoftHsmToken token = BankFixture.token(directory, "resort-bound");
        FaultShim shim = FaultShim.before(token, directory);
        try (Hsm hsm = start(1, token, shim)) {
            sign(hsm);
            pass(Duration.ofHours(1));
            assertThat(hsm.status().state())
                    .as("nobody has signed, and the device works")
                    .isEqualTo(HsmState.READY);

            shim.says("* answer 0x30");
            assertThat(catchThrowableOfType(HsmException.class, () -> sign(hsm)).fault())
                    .isInstanceOf(DeviceFault.Unavailable.class);
            pass(ALMOST_FIVE_MINUTES);
            assertThat(hsm.status().state()).isEqualTo(HsmState.RECOVERING);

            pass(Duration.ofMinutes(1));
            assertThat(hsm.status().state()).isEqualTo(HsmState.FAILED);
            assertThat(hsm.status().fault().map(HsmFault::code)).contains(ProblemCode.HSM_FAILED);

            assertReadyOnceWell(hsm, shim);
        }
    }

    @Test
    void without_a_further_copy_the_state_is_failed_after_five_minutes_without_a_signature() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "resort-copy");
        FaultShim shim = FaultShim.before(token, directory);
        try (Hsm hsm = start(256, token, shim)) {
            sign(hsm);
            Files.writeString(shim.module(), "not a module");
            shim.says("* answer 0x30");
            assertThat(signs(hsm)).isFalse();
            assertThat(hsm.status().state()).isEqualTo(HsmState.RECOVERING);

            pass(Duration.ofMinutes(5));
            assertThat(hsm.status().state()).isEqualTo(HsmState.FAILED);

            assertReadyOnceWell(hsm, shim);
        }
    }

    @Test
    void below_the_limit_the_state_stays_recovering_for_an_hour() {
        SoftHsmToken token = BankFixture.token(directory, "resort-outage");
        FaultShim shim = FaultShim.before(token, directory);
        try (Hsm hsm = start(256, token, shim)) {
            sign(hsm);
            shim.says("* answer 0x30");
            assertThat(signs(hsm)).isFalse();

            pass(Duration.ofHours(1));

            assertThat(hsm.status().state()).isEqualTo(HsmState.RECOVERING);
        }
    }

    @Test
    void at_the_limit_of_hanging_calls_the_state_is_failed_after_five_minutes_until_one_returns() {
        SoftHsmToken token = BankFixture.token(directory, "resort-hang");
        FaultShim shim = FaultShim.before(token, directory);
        try (Hsm hsm = start(1, token, shim)) {
            sign(hsm);
            shim.says("C_SignFinal hang", "C_Sign hang");
            assertThat(signs(hsm)).isFalse();
            assertThat(hsm.status().state()).isEqualTo(HsmState.RECOVERING);

            pass(Duration.ofMinutes(5));
            assertThat(hsm.status().state()).isEqualTo(HsmState.FAILED);

            assertReadyOnceWell(hsm, shim);
        }
    }

    @Test
    void a_wrong_pin_needs_a_person_at_the_limit_too() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "resort-pin");
        FaultShim shim = FaultShim.before(token, directory);
        try (Hsm hsm = start(1, token, shim)) {
            sign(hsm);
            Files.writeString(token.pinFile(), "1111111111");
            shim.says("* drop");
            Await.until(SOON, () -> !signs(hsm) && hsm.status().state() == HsmState.NEEDS_PERSON);

            pass(Duration.ofHours(1));

            assertThat(hsm.status().state()).isEqualTo(HsmState.NEEDS_PERSON);
        }
    }

    private Hsm start(int maxGenerations, SoftHsmToken token, FaultShim shim) {
        HsmSettings settings = HsmSettingsVariant.of(BankFixture.settings(directory.resolve("data"), token, shim))
                .maxGenerations(maxGenerations)
                .settings();
        Hsm hsm = HsmConnection.start(settings, background, () -> System.nanoTime() + ahead.get());
        Await.until(SOON, () -> hsm.status().state() == HsmState.READY);
        return hsm;
    }

    private static void assertReadyOnceWell(Hsm hsm, FaultShim shim) {
        shim.isWell();
        Await.until(NEXT_ATTEMPT, () -> signs(hsm));
        assertThat(hsm.status().state()).isEqualTo(HsmState.READY);
    }

    private void pass(Duration time) {
        ahead.addAndGet(time.toNanos());
    }

    private static boolean signs(Hsm hsm) {
        return catchThrowableOfType(HsmException.class, () -> sign(hsm)) == null;
    }

    private static void sign(Hsm hsm) {
        assertThat(hsm.key("seal").sign(GRANT, SignatureAlgorithm.RS256)).hasSize(256);
    }
}
