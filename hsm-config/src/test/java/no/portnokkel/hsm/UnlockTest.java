package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bank stores no PIN: a person types it after each start. */
@UsesSoftHsm
class UnlockTest {
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
    void after_a_person_has_typed_the_pin_signing_survives_outages() {
        SoftHsmToken token = BankFixture.token(directory, "unlock");
        FaultShim shim = FaultShim.before(token, directory);
        try (Hsm hsm = start(shim.module(), token, Map.of())) {
            Await.until(SOON, () -> hsm.status().state() == HsmState.LOCKED);
            assertThat(fault(hsm)).map(HsmFault::code).contains(ProblemCode.HSM_PIN_MISSING);

            hsm.unlock(pin(BankFixture.PIN));

            assertThat(hsm.status().state()).isEqualTo(HsmState.READY);
            assertThat(fault(hsm)).isEmpty();
            shim.says("* drop");
            assertThat(fault(hsm)).isEmpty();
            assertThat(hsm.status().generation()).isEqualTo(2);
        }
    }

    @Test
    void without_retention_the_pin_is_needed_again_after_an_outage() {
        SoftHsmToken token = BankFixture.token(directory, "unlock-none");
        FaultShim shim = FaultShim.before(token, directory);
        try (Hsm hsm = start(shim.module(), token, Map.of("pin-retention", "none"))) {
            hsm.unlock(pin(BankFixture.PIN));
            assertThat(fault(hsm)).isEmpty();

            shim.says("* drop");

            assertThat(fault(hsm)).map(HsmFault::code).contains(ProblemCode.HSM_PIN_MISSING);
            assertThat(hsm.status().state()).isEqualTo(HsmState.LOCKED);
            hsm.unlock(pin(BankFixture.PIN));
            assertThat(fault(hsm)).isEmpty();
        }
    }

    @Test
    void a_wrong_pin_is_not_tried_twice_and_the_correct_one_is_accepted_afterwards() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "unlock-wrong");
        try (Hsm hsm = start(token.library(), token, Map.of())) {
            HsmFault first = unlockFault(hsm, "1111111111");
            HsmFault second = unlockFault(hsm, "1111111111");

            assertThat(first.code()).isEqualTo(ProblemCode.HSM_PIN_REFUSED);
            assertThat(second).isEqualTo(first);
            assertThat(first.problem().sentence()).doesNotContain("1111111111");
            Await.until(SOON, () -> hsm.status().state() == HsmState.LOCKED);
            try (Stream<Path> notes = Files.list(directory.resolve("data/refused-pins"))) {
                assertThat(notes.filter(note -> note.getFileName().toString().matches("[0-9a-f]{16}-[0-9a-f]{8}")))
                        .hasSize(1);
            }

            hsm.unlock(pin(BankFixture.PIN));

            assertThat(hsm.status().state()).isEqualTo(HsmState.READY);
        }
    }

    @Test
    void the_provided_pin_is_wiped() {
        SoftHsmToken token = BankFixture.token(directory, "unlock-wiped");
        try (Hsm hsm = start(token.library(), token, Map.of())) {
            Pin pin = pin(BankFixture.PIN);
            char[] chars = pin.chars();

            hsm.unlock(pin);

            assertThat(chars).containsOnly('\0');
        }
    }

    private Hsm start(Path library, SoftHsmToken token, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(more);
        values.put("library", library.toString());
        values.put("token-label", token.label());
        HsmSettings settings = HsmSettings.read(
                        key -> Optional.ofNullable(values.get(key)),
                        "portnokkel.hsm.",
                        directory.resolve("data"),
                        problem -> {})
                .orElseThrow();
        return HsmConnection.start(settings, background, System::nanoTime);
    }

    private static Pin pin(String text) {
        return Pin.ofText(text.toCharArray());
    }

    private static HsmFault unlockFault(Hsm hsm, String pin) {
        HsmException failed = catchThrowableOfType(HsmException.class, () -> hsm.unlock(pin(pin)));
        assertThat(failed).isNotNull();
        return failed.fault();
    }

    private static Optional<HsmFault> fault(Hsm hsm) {
        return Optional.ofNullable(catchThrowableOfType(
                        HsmException.class, () -> hsm.key("seal").sign(GRANT, SignatureAlgorithm.RS256)))
                .map(HsmException::fault);
    }
}
