package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@UsesSoftHsm
class OutageTest {
    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        background.shutdownNow();
    }

    @Test
    void a_restarted_device_signs_again_without_a_restart_of_the_application() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "outage-restart");
        try (NetworkHsm device = new NetworkHsm(token.library(), token.label())) {
            device.switchOn();
            try (Hsm hsm = start(NetworkHsm.clientModule(), token)) {
                SigningKey key = hsm.key("seal");
                assertThat(key.sign(GRANT, SignatureAlgorithm.RS256)).hasSize(256);

                device.switchOff();

                HsmFault fault = fault(key);
                assertThat(fault.code()).isEqualTo(ProblemCode.HSM_UNAVAILABLE);
                assertThat(fault.isTransient()).isTrue();
                assertThat(hsm.status().state()).isEqualTo(HsmState.RECOVERING);

                device.switchOn();

                Await.until(SOON, () -> hsm.status().state() == HsmState.READY);
                assertThat(key.sign(GRANT, SignatureAlgorithm.RS256)).hasSize(256);
                assertThat(hsm.status().generation()).isEqualTo(2);
            }
        }
    }

    @Test
    void a_device_that_is_down_at_start_is_used_when_it_comes_up() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "outage-start");
        try (NetworkHsm device = new NetworkHsm(token.library(), token.label());
                Hsm hsm = start(NetworkHsm.clientModule(), token)) {
            Await.until(SOON, () -> hsm.status().fault().isPresent());
            assertThat(hsm.status().fault().map(HsmFault::code)).contains(ProblemCode.HSM_UNAVAILABLE);
            assertThat(hsm.status().generation()).isZero();

            device.switchOn();

            Await.until(SOON, () -> hsm.status().state() == HsmState.READY);
            assertThat(hsm.key("seal").sign(GRANT, SignatureAlgorithm.RS256)).hasSize(256);
        }
    }

    @Test
    void a_full_queue_is_reported_within_the_sign_timeout() {
        SoftHsmToken token = BankFixture.token(directory, "outage-busy");
        FaultShim shim = FaultShim.before(token, directory);
        HsmSettings settings = read(Map.of(
                "library", shim.module().toString(),
                "token-label", token.label(),
                "pin-file", token.pinFile().toString(),
                "sign-timeout", "PT0.6S",
                "max-concurrent", "1"));
        try (Hsm hsm = HsmConnection.open(settings)) {
            SigningKey key = hsm.key("seal");
            assertThat(key.chain()).hasSize(2);
            shim.says("C_SignFinal slow 250");

            List<CompletableFuture<Optional<HsmFault>>> callers =
                    Stream.generate(() -> outcome(key)).limit(6).toList();

            assertThat(callers)
                    .extracting(caller -> caller.orTimeout(5, SECONDS).join())
                    .contains(Optional.empty(), Optional.of(new DeviceFault.Busy(token.label(), 1)));
            assertThat(hsm.status().generation()).isEqualTo(1);
        }
    }

    @Test
    void a_module_and_a_token_that_are_added_later_are_used() throws IOException {
        Path library = directory.resolve("later.so");
        String label = "later-" + ProcessHandle.current().pid(); // differs from labels of earlier runs
        SoftHsmToken other = BankFixture.token(directory, "outage-other");
        HsmSettings settings =
                BankFixture.settings(directory.resolve("data"), library, label, directory.resolve("later.pin"));
        try (Hsm hsm = HsmConnection.start(settings, background, System::nanoTime)) {
            Await.until(SOON, () -> code(hsm).equals(Optional.of(ProblemCode.HSM_MODULE_MISSING)));
            assertThat(hsm.status().state()).isEqualTo(HsmState.NEEDS_PERSON);

            Files.copy(other.library(), library);
            Await.until(SOON, () -> code(hsm).equals(Optional.of(ProblemCode.HSM_TOKEN_NOT_FOUND)));

            SoftHsmToken token = BankFixture.token(directory, label);
            Await.until(SOON, () -> code(hsm).equals(Optional.of(ProblemCode.HSM_PIN_MISSING)));

            Files.copy(token.pinFile(), settings.pinFile().orElseThrow());
            Await.until(SOON, () -> hsm.status().state() == HsmState.READY);
            assertThat(hsm.status().generation()).isEqualTo(1);
        }
    }

    @Test
    void a_corrected_pin_file_is_used_and_the_wrong_pin_costs_one_try() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "outage-pin");
        Files.writeString(token.pinFile(), "1111111111");
        try (Hsm hsm = start(token.library(), token)) {
            Await.until(SOON, () -> code(hsm).equals(Optional.of(ProblemCode.HSM_PIN_REFUSED)));
            assertThat(hsm.status().state()).isEqualTo(HsmState.NEEDS_PERSON);
            assertThat(fault(hsm.key("seal")).code()).isEqualTo(ProblemCode.HSM_PIN_REFUSED);

            Files.writeString(token.pinFile(), BankFixture.PIN);

            Await.until(SOON, () -> hsm.status().state() == HsmState.READY);
        }
    }

    @Test
    void without_a_pin_file_the_device_stays_locked() {
        SoftHsmToken token = BankFixture.token(directory, "outage-locked");
        HsmSettings settings = read(Map.of("library", token.library().toString(), "token-label", token.label()));
        try (Hsm hsm = HsmConnection.start(settings, background, System::nanoTime)) {
            Await.until(SOON, () -> hsm.status().state() == HsmState.LOCKED);

            assertThat(fault(hsm.key("seal")).code()).isEqualTo(ProblemCode.HSM_PIN_MISSING);
        }
    }

    private Hsm start(Path library, SoftHsmToken token) {
        HsmSettings settings = BankFixture.settings(directory.resolve("data"), library, token.label(), token.pinFile());
        return HsmConnection.start(settings, background, System::nanoTime);
    }

    private HsmSettings read(Map<String, String> values) {
        return HsmSettings.read(
                        key -> Optional.ofNullable(values.get(key)),
                        "portnokkel.hsm.",
                        directory.resolve("data"),
                        problem -> {})
                .orElseThrow();
    }

    /** Signs on a thread of its own; returns the fault, or empty when the caller got a signature. */
    private static CompletableFuture<Optional<HsmFault>> outcome(SigningKey key) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        assertThat(key.sign(GRANT, SignatureAlgorithm.RS256)).hasSize(256);
                        return Optional.empty();
                    } catch (HsmException failed) {
                        return Optional.of(failed.fault());
                    }
                },
                task -> new Thread(task).start());
    }

    private static Optional<ProblemCode> code(Hsm hsm) {
        return hsm.status().fault().map(HsmFault::code);
    }

    private static HsmFault fault(SigningKey key) {
        return catchThrowableOfType(HsmException.class, () -> key.sign(GRANT, SignatureAlgorithm.RS256))
                .fault();
    }
}
