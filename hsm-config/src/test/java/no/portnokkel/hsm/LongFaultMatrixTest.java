package no.portnokkel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.time.Duration;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rest of the fault matrix: {@code ./test --long}, or {@code -Dleave-out=none}. */
@Tag("long")
@UsesSoftHsm
class LongFaultMatrixTest {
    @TempDir
    Path directory;

    @Test
    void the_link_is_cut_between_the_two_halves_of_a_signature() {
        SoftHsmToken token = TestBank.token(directory, "matrix-cut");
        FaultShim shim = FaultShim.before(token, directory);
        try (Patient patient = Patient.wellOf(token, shim.module(), directory)) {
            Duration time = patient.isBridgedOver(() -> shim.says("old C_SignInit after 0x32"));

            FaultTable.bridged("link cut after C_SignInit", "fault shim", time);
        }
    }

    @Test
    void the_device_has_no_session_left() {
        SoftHsmToken token = TestBank.token(directory, "matrix-count");
        FaultShim shim = FaultShim.before(token, directory);
        try (Patient patient = Patient.wellOf(token, shim.module(), directory)) {
            shim.says("C_SignInit answer 0xB1");
            patient.meets(DeviceFault.Exhausted.class);

            Duration time = patient.healsAfter(shim::isWell);

            assertThat(patient.hsm().status().generation()).isEqualTo(1);
            FaultTable.healed("no session left", "fault shim", patient, "signed in the same login", time);
        }
    }

    @Test
    void the_device_fails_its_self_test_and_is_replaced() {
        SoftHsmToken token = TestBank.token(directory, "matrix-broken");
        FaultShim shim = FaultShim.before(token, directory);
        try (Patient patient = Patient.wellOf(token, shim.module(), directory)) {
            shim.says("* answer 0x1B6");
            patient.meets(DeviceFault.Broken.class);

            Duration time = patient.healsAfter(shim::isWell);

            FaultTable.healed("self-test failed", "fault shim", patient, "healed when it was replaced", time);
        }
    }

    @Test
    void slots_come_in_another_order() {
        SoftHsmToken token = TestBank.token(directory, "matrix-order");
        TestBank.token(directory, "matrix-order-2");
        FaultShim shim = FaultShim.before(token, directory);
        try (Patient patient = Patient.wellOf(token, shim.module(), directory)) {
            Duration time = patient.isBridgedOver(() -> shim.says("* drop", "* backwards"));

            FaultTable.bridged("slot order changed", "fault shim", time);
        }
    }

    @Test
    void two_tokens_have_one_label() {
        SoftHsmToken token = TestBank.token(directory, "matrix-twins");
        String said = Shell.succeeds(
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                "matrix-twins",
                "--pin",
                TestBank.PIN,
                "--so-pin",
                "99999999");
        String slot = said.replaceAll("(?s).*reassigned to slot ([0-9]+).*", "$1");
        try (Patient patient = Patient.of(token, token.library(), directory)) {
            patient.meets(DeviceFault.TokenAmbiguous.class);
            String serial = Shell.succeeds("softhsm2-util", "--show-slots")
                    .replaceAll("(?s).*Slot " + slot + "\\n.*?Serial number:\\s+(\\w+).*", "$1");

            Duration time =
                    patient.healsAfter(() -> Shell.succeeds("softhsm2-util", "--delete-token", "--serial", serial));

            FaultTable.healed("two tokens with one label", "softhsm2-util", patient, "healed when one was gone", time);
        }
    }

    @Test
    void the_module_file_comes_late() {
        SoftHsmToken token = TestBank.token(directory, "matrix-missing");
        Path library = directory.resolve("late.so");
        try (Patient patient = Patient.of(token, library, directory)) {
            patient.meets(SetupFault.ModuleMissing.class);

            Duration time = patient.healsAfter(() -> install(token, library));

            FaultTable.healed("module file missing", "the file system", patient, "healed when it was there", time);
        }
    }

    @Test
    void the_module_is_for_another_machine() throws IOException {
        SoftHsmToken token = TestBank.token(directory, "matrix-machine");
        Path library = directory.resolve("other.so");
        byte[] elf = Files.readAllBytes(token.library());
        elf[18] = (byte) (elf[18] == 62 ? 183 : 62); // e_machine: x86-64 or AArch64, the other one
        Files.write(library, elf);
        try (Patient patient = Patient.of(token, library, directory)) {
            patient.meets(SetupFault.ModuleUnloadable.class);

            Duration time = patient.healsAfter(() -> install(token, library));

            FaultTable.healed(
                    "module of another architecture", "the file system", patient, "healed when replaced", time);
        }
    }

    @Test
    void other_code_in_this_process_logs_in_and_out_on_the_same_module() throws GeneralSecurityException, IOException {
        SoftHsmToken token = TestBank.token(directory, "matrix-neighbour");
        String configuration = "--name = neighbour\nlibrary = \"" + token.library() + "\"\nslot = " + token.slot();
        AuthProvider neighbour =
                (AuthProvider) Security.getProvider("SunPKCS11").configure(configuration);
        KeyStore.getInstance("PKCS11", neighbour).load(null, TestBank.PIN.toCharArray());
        try (Patient patient = Patient.wellOf(token, token.library(), directory)) {
            neighbour.logout();
            Duration time = patient.isBridgedOver(() -> {});

            assertThat(patient.hsm().status().generation()).isEqualTo(1);
            FaultTable.row(
                    "other code logs in and out on the same module", "SunPKCS11", "nothing", "not concerned", time);
        }
    }

    @Test
    void a_deployment_with_a_wrong_pin_does_not_stop_the_one_beside_it() {
        SoftHsmToken token = TestBank.token(directory, "matrix-beside");
        FaultShim shim = FaultShim.before(token, directory);
        try (Patient patient = Patient.wellOf(token, shim.module(), directory)) {
            Path wrong = write(directory.resolve("wrong.pin"), "1111111111");
            HsmSettings settings = TestBank.settings(directory.resolve("data"), token.library(), token.label(), wrong);
            HsmException refused = catchThrowableOfType(HsmException.class, () -> Hsm.open(settings));
            assertThat(refused.fault()).isInstanceOf(PinFault.class);

            Duration time = patient.isBridgedOver(() -> shim.says("* drop"));

            FaultTable.bridged("a second deployment with a wrong PIN, then sessions lost", "fault shim", time);
        }
    }

    @Test
    void the_network_hsm_is_restarted() throws IOException {
        SoftHsmToken token = TestBank.token(directory, "matrix-network");
        try (NetworkHsm device = new NetworkHsm(token.library(), token.label())) {
            device.switchOn();
            try (Patient patient = Patient.wellOf(token, NetworkHsm.clientModule(), directory)) {
                device.switchOff();
                patient.meets(DeviceFault.Unavailable.class);

                Duration time = patient.healsAfter(() -> switchOn(device));

                FaultTable.healed("network HSM killed, and restarted", "p11-kit server", patient, "healed", time);
            }
        }
    }

    @Test
    void the_network_hsm_is_down_at_start() throws IOException {
        SoftHsmToken token = TestBank.token(directory, "matrix-down");
        try (NetworkHsm device = new NetworkHsm(token.library(), token.label());
                Patient patient = Patient.of(token, NetworkHsm.clientModule(), directory)) {
            patient.meets(DeviceFault.Unavailable.class);

            Duration time = patient.healsAfter(() -> switchOn(device));

            FaultTable.healed("network HSM down when we start", "p11-kit server", patient, "healed", time);
        }
    }

    @Test
    void the_network_hsm_hangs_for_a_while() throws IOException {
        SoftHsmToken token = TestBank.token(directory, "matrix-stopped");
        try (NetworkHsm device = new NetworkHsm(token.library(), token.label())) {
            device.switchOn();
            try (Patient patient = Patient.wellOf(token, NetworkHsm.clientModule(), directory)) {
                device.hang();
                patient.meets(DeviceFault.Unavailable.class);

                Duration time = patient.healsAfter(() -> goOn(device));

                FaultTable.healed(
                        "network HSM stopped (SIGSTOP), and goes on", "p11-kit server", patient, "healed", time);
            }
        }
    }

    private static void install(SoftHsmToken token, Path library) {
        try {
            Files.copy(token.library(), library, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static Path write(Path file, String content) {
        try {
            Files.writeString(file, content);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void switchOn(NetworkHsm device) {
        try {
            device.switchOn();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void goOn(NetworkHsm device) {
        try {
            device.goOn();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
