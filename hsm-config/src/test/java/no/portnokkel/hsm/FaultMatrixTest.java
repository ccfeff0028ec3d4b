package no.portnokkel.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an HSM and the people around it can do to us, and what callers see of it. Each story adds its row to
 * {@link FaultTable}. Those of {@link LongFaultMatrixTest} run in {@code ./test --long} only.
 */
@UsesSoftHsm
class FaultMatrixTest {
    @TempDir
    Path directory;

    @Test
    void the_device_answers_with_an_error_for_a_while() {
        SoftHsmToken token = TestBank.token(directory, "matrix-error");
        FaultShim shim = FaultShim.before(token, directory);
        try (Patient patient = Patient.wellOf(token, shim.module(), directory)) {
            shim.says("* answer 0x30");
            patient.meets(DeviceFault.Unavailable.class);

            Duration time = patient.healsAfter(shim::isWell);

            FaultTable.healed("device error, and back", "fault shim", patient, "healed", time);
        }
    }

    @Test
    void sessions_are_lost() {
        SoftHsmToken token = TestBank.token(directory, "matrix-sessions");
        FaultShim shim = FaultShim.before(token, directory);
        try (Patient patient = Patient.wellOf(token, shim.module(), directory)) {
            Duration time = patient.isBridgedOver(() -> shim.says("* drop"));

            FaultTable.bridged("sessions lost: the HSM has rebooted", "fault shim", time);
        }
    }

    @Test
    void the_token_is_removed_and_comes_back() {
        SoftHsmToken token = TestBank.token(directory, "matrix-removed");
        FaultShim shim = FaultShim.before(token, directory);
        try (Patient patient = Patient.wellOf(token, shim.module(), directory)) {
            shim.says("C_GetSlotList empty", "C_SignInit answer 0x32", "C_OpenSession answer 0xE0");
            patient.meets(DeviceFault.Unavailable.class);

            Duration time = patient.healsAfter(shim::isWell);

            FaultTable.healed("token removed, and back", "fault shim", patient, "healed", time);
        }
    }

    @Test
    void the_token_is_initialised_anew_with_a_key_of_the_same_label() {
        SoftHsmToken token = TestBank.token(directory, "matrix-anew");
        Path module = copy(token.library(), "anew.so");
        try (Patient patient = Patient.wellOf(token, module, directory)) {
            Duration time = patient.healsAfter(() -> TestBank.token(directory, "matrix-anew"));

            FaultTable.row("token re-initialised", "softhsm2-util", "nothing", "signs with the new key", time);
        }
    }

    @Test
    void the_library_is_stuck_until_it_is_finalised() {
        SoftHsmToken token = TestBank.token(directory, "matrix-stuck");
        FaultShim shim = FaultShim.before(token, directory);
        try (Patient patient = Patient.wellOf(token, shim.module(), directory)) {
            shim.says("* latch 0x30");
            patient.meets(DeviceFault.Unavailable.class);

            Duration time = patient.healsAfter(shim::isWell);

            FaultTable.healed("library stuck until C_Finalize", "fault shim", patient, "healed", time);
        }
    }

    @Test
    void the_library_never_recovers() {
        SoftHsmToken token = TestBank.token(directory, "matrix-forever");
        FaultShim shim = FaultShim.before(token, directory);
        try (Patient patient = Patient.wellOf(token, shim.module(), directory)) {
            Duration time = patient.isBridgedOver(() -> shim.says("old * forever 0x30"));

            FaultTable.bridged("library stuck for good", "fault shim", time);
        }
    }

    @Test
    void a_signature_hangs_and_its_caller_is_served_by_a_fresh_copy() {
        SoftHsmToken token = TestBank.token(directory, "matrix-hang");
        FaultShim shim = FaultShim.before(token, directory);
        try (Patient patient = Patient.wellOf(token, shim.module(), directory)) {
            Duration time = patient.isBridgedOver(() -> shim.says("old C_Sign hang", "old C_SignFinal hang"));

            assertThat(time).isLessThan(TestBank.IMPATIENCE.plusSeconds(1));
            FaultTable.bridged("hang in C_Sign", "fault shim", time);
            shim.isWell(); // lets the thread go
        }
    }

    @Test
    void a_wrong_signature_is_never_handed_out() {
        SoftHsmToken token = TestBank.token(directory, "matrix-wrong");
        FaultShim shim = FaultShim.before(token, directory);
        try (Patient patient = Patient.wellOf(token, shim.module(), directory)) {
            shim.says("C_Sign wrong", "C_SignFinal wrong");
            patient.meets(HsmFault.class);

            Duration time = patient.healsAfter(shim::isWell);

            FaultTable.healed("wrong signature returned", "fault shim", patient, "healed; none was handed out", time);
        }
    }

    @Test
    void the_pin_is_changed_and_the_file_follows() throws IOException {
        SoftHsmToken token = TestBank.token(directory, "matrix-pin");
        FaultShim shim = FaultShim.before(token, directory);
        try (Patient patient = Patient.wellOf(token, shim.module(), directory)) {
            changePin(token, "2222222222");
            shim.says("* drop");
            patient.meets(PinFault.Refused.class);

            Duration time = patient.healsAfter(() -> write(token.pinFile(), "2222222222"));

            FaultTable.healed("PIN changed in the HSM", "pkcs11-tool", patient, "healed when the file followed", time);
        }
    }

    @Test
    void a_wrong_pin_is_tried_once_and_the_right_one_when_it_comes() {
        SoftHsmToken token = TestBank.token(directory, "matrix-wrong-pin");
        write(token.pinFile(), "1111111111");
        try (Patient patient = Patient.of(token, token.library(), directory)) {
            patient.meets(PinFault.Refused.class);

            Duration time = patient.healsAfter(() -> write(token.pinFile(), TestBank.PIN));

            FaultTable.healed("wrong PIN in the file", "SoftHSM", patient, "healed when it was corrected", time);
        }
    }

    @Test
    void a_locked_pin_is_left_alone_until_it_is_unlocked() {
        SoftHsmToken token = TestBank.token(directory, "matrix-locked");
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("* flags " + (1 << 18));
        try (Patient patient = Patient.of(token, shim.module(), directory)) {
            patient.meets(PinFault.Locked.class);

            Duration time = patient.healsAfter(shim::isWell);

            FaultTable.healed("PIN locked", "fault shim", patient, "no login; healed when it was unlocked", time);
        }
    }

    @Test
    void the_final_try_is_left_to_a_person() {
        SoftHsmToken token = TestBank.token(directory, "matrix-final-try");
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("* flags " + (1 << 17));
        try (Patient patient = Patient.of(token, shim.module(), directory)) {
            patient.meets(PinFault.FinalTry.class);

            Duration time = patient.healsAfter(shim::isWell);

            FaultTable.healed("one PIN try left", "fault shim", patient, "no login; healed when a person had", time);
        }
    }

    @Test
    void a_key_is_replaced_under_its_label() {
        SoftHsmToken token = TestBank.token(directory, "matrix-key");
        try (Patient patient = Patient.wellOf(token, copy(token.library(), "key.so"), directory)) {
            Duration time = patient.healsAfter(() -> token.generateKey("seal", TestBank::certify));

            FaultTable.row("key replaced under the same label", "SoftHSM", "nothing", "signs with the new key", time);
            assertThat(patient.hsm().key("seal").chain()).isEqualTo(token.certificates("seal"));
        }
    }

    private Path copy(Path library, String name) {
        try {
            return Files.copy(library, directory.resolve(name));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void changePin(SoftHsmToken token, String next) {
        Shell.succeeds(
                "pkcs11-tool",
                "--module",
                token.library().toString(),
                "--token-label",
                token.label(),
                "--login",
                "--pin",
                TestBank.PIN,
                "--change-pin",
                "--new-pin",
                next);
    }
}
