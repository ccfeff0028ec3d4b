package no.portnokkel.hsm.matrix;

import static no.portnokkel.hsm.matrix.FaultScenarios.SHIM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.hsm.fault.SetupFault;
import no.portnokkel.testkit.hsm.FaultShim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rest of the fault matrix: {@code ./test --long}, or {@code -Dleave-out=none}. */
interface LongFaultScenarios extends ScenarioRunner {
    /** A p11-kit server lends the token to a client module. */
    String NETWORK = "p11-kit server";

    /** The module as a file. */
    String FILES = "the file system";

    @Test
    default void the_link_is_cut_between_the_two_halves_of_a_signature(@TempDir Path directory) {
        play("link cut after C_SignInit", SHIM, directory, stage -> {
            FaultShim shim = stage.shim();
            try (HsmClient patient = stage.patient(shim.module()).well()) {
                stage.bridged(patient, patient.isBridgedOver(() -> shim.says("old C_SignInit after 0x32")));
            }
        });
    }

    @Test
    default void the_device_has_no_session_left(@TempDir Path directory) {
        play("no session left", SHIM, directory, stage -> {
            FaultShim shim = stage.shim();
            try (HsmClient patient = stage.patient(shim.module()).well()) {
                shim.says("C_SignInit answer 0xB1");
                patient.meets(DeviceFault.Exhausted.class);

                Duration time = patient.healsAfter(shim::isWell);

                assertThat(patient.generation()).isEqualTo(1);
                stage.healed("signed in the same login", patient, time);
            }
        });
    }

    @Test
    default void the_device_fails_its_self_test_and_is_replaced(@TempDir Path directory) {
        play("self-test failed", SHIM, directory, stage -> {
            FaultShim shim = stage.shim();
            try (HsmClient patient = stage.patient(shim.module()).well()) {
                shim.says("* answer 0x1B6");
                patient.meets(DeviceFault.Broken.class);

                stage.healed("healed when it was replaced", patient, patient.healsAfter(shim::isWell));
            }
        });
    }

    @Test
    default void slots_come_in_another_order(@TempDir Path directory) {
        play("slot order changed", SHIM, directory, stage -> {
            stage.token().addNeighbour();
            FaultShim shim = stage.shim();
            try (HsmClient patient = stage.patient(shim.module()).well()) {
                stage.bridged(patient, patient.isBridgedOver(() -> shim.says("* drop", "* backwards")));
            }
        });
    }

    @Test
    default void two_tokens_have_one_label(@TempDir Path directory) {
        play("two tokens with one label", "the module's own tools", directory, stage -> {
            Runnable removal = stage.token().addNamesake();
            try (HsmClient patient = stage.patient(stage.token().library())) {
                patient.meets(SetupFault.TokenAmbiguous.class);

                stage.healed("healed when one was gone", patient, patient.healsAfter(removal));
            }
        });
    }

    @Test
    default void the_module_file_comes_late(@TempDir Path directory) {
        play("module file missing", FILES, directory, stage -> {
            Path library = directory.resolve("late.so");
            try (HsmClient patient = stage.patient(library)) {
                patient.meets(SetupFault.ModuleMissing.class);

                Duration time = patient.healsAfter(() -> stage.install(library));

                stage.healed("healed when it was there", patient, time);
            }
        });
    }

    @Test
    default void the_module_is_for_another_machine(@TempDir Path directory) {
        play("module of another architecture", FILES, directory, stage -> {
            Path library = directory.resolve("other.so");
            stage.installForAnotherMachine(library);
            try (HsmClient patient = stage.patient(library)) {
                patient.meets(SetupFault.ModuleUnloadable.class);

                Duration time = patient.healsAfter(() -> stage.install(library));

                stage.healed("healed when replaced", patient, time);
            }
        });
    }

    @Test
    default void other_code_in_this_process_logs_in_and_out_on_the_same_module(@TempDir Path directory) {
        play("other code logs in and out on the same module", "SunPKCS11", directory, stage -> {
            ForeignModuleUser neighbour = ForeignModuleUser.logsIn(stage.token());
            try (HsmClient patient = stage.patient(stage.token().library()).well()) {
                Duration time = patient.isBridgedOver(neighbour::logsOut);

                assertThat(patient.generation()).isEqualTo(1);
                stage.healed("not concerned", patient, time);
            }
        });
    }

    @Test
    default void a_deployment_with_a_wrong_pin_does_not_stop_the_one_beside_it(@TempDir Path directory) {
        play("a second deployment with a wrong PIN, then sessions lost", SHIM, directory, stage -> {
            FaultShim shim = stage.shim();
            try (HsmClient patient = stage.patient(shim.module()).well()) {
                HsmException refused =
                        catchThrowableOfType(HsmException.class, () -> Hsm.open(stage.settingsWithAWrongPin()));
                assertThat(refused.fault()).isInstanceOf(PinFault.class);

                stage.bridged(patient, patient.isBridgedOver(() -> shim.says("* drop")));
            }
        });
    }

    @Test
    default void a_certificate_is_replaced_beside_its_key(@TempDir Path directory) {
        play("certificate replaced under the same key", "another login", directory, stage -> {
            FaultShim shim = stage.shim();
            try (HsmClient patient = stage.patient(shim.module()).well()) {
                X509Certificate next = stage.token().replaceCertificate();

                Duration time = patient.isBridgedOver(() -> shim.says("* drop"));

                assertThat(patient.certificate("seal")).isEqualTo(next);
                stage.healed("carries the new one in the next generation", patient, time);
            }
        });
    }

    @Test
    default void a_key_that_another_process_has_made_is_found(@TempDir Path directory) {
        play("key made by another process", "another login", directory, stage -> {
            try (HsmClient patient = stage.patient(stage.token().library()).well()) {
                X509Certificate made = stage.token().addKey("next-seal");

                Duration time = patient.isBridgedOver(() -> {});
                patient.signs("next-seal");

                assertThat(patient.certificate("next-seal")).isEqualTo(made);
                stage.healed("signs with both", patient, time);
            }
        });
    }

    @Test
    default void the_device_behind_the_module_loses_its_power(@TempDir Path directory) {
        play("device without power, and back", "the device", directory, stage -> {
            try (HsmClient patient = stage.patient(stage.token().library()).well()) {
                stage.token().cutPower();
                patient.meets(DeviceFault.Unavailable.class);

                Duration time = patient.healsAfter(stage.token()::restorePower);

                stage.healed("healed", patient, time);
            }
        });
    }

    @Test
    default void what_stands_before_the_device_is_restarted(@TempDir Path directory) {
        play("resource manager restarted", "the device", directory, stage -> {
            try (HsmClient patient = stage.patient(stage.token().library()).well()) {
                stage.bridged(patient, patient.isBridgedOver(stage.token()::restartBroker));
            }
        });
    }

    @Test
    default void wrong_pins_lock_the_token_for_real(@TempDir Path directory) {
        play("PIN locked by wrong ones", "the module's own tools", directory, stage -> {
            FaultShim shim = stage.shim();
            try (HsmClient patient = stage.patient(shim.module()).well()) {
                stage.token().lockPin();
                shim.says("* drop");
                patient.meets(PinFault.Locked.class);

                Duration time = patient.healsAfter(() -> {
                    stage.token().unlockPin();
                    stage.forgetRefusedPins();
                });

                stage.healed("healed when it was unlocked, and the note of the PIN deleted", patient, time);
            }
        });
    }

    @Test
    default void the_network_hsm_is_restarted(@TempDir Path directory) {
        play("network HSM killed, and restarted", NETWORK, directory, stage -> {
            try (NetworkHsmFixture lender = NetworkHsmFixture.of(stage.token());
                    HsmClient patient = stage.patient(lender.module()).well()) {
                lender.switchOff();
                patient.meets(DeviceFault.Unavailable.class);

                stage.healed("healed", patient, patient.healsAfter(lender::switchOn));
            }
        });
    }

    @Test
    default void the_network_hsm_is_down_at_start(@TempDir Path directory) {
        play("network HSM down when we start", NETWORK, directory, stage -> {
            try (NetworkHsmFixture lender = NetworkHsmFixture.of(stage.token())) {
                lender.switchOff();
                try (HsmClient patient = stage.patient(lender.module())) {
                    patient.meets(DeviceFault.Unavailable.class);

                    stage.healed("healed", patient, patient.healsAfter(lender::switchOn));
                }
            }
        });
    }

    @Test
    default void the_network_hsm_hangs_for_a_while(@TempDir Path directory) {
        play("network HSM stopped (SIGSTOP), and goes on", NETWORK, directory, stage -> {
            try (NetworkHsmFixture lender = NetworkHsmFixture.of(stage.token());
                    HsmClient patient = stage.patient(lender.module()).well()) {
                lender.hang();
                patient.meets(DeviceFault.Unavailable.class);

                stage.healed("healed", patient, patient.healsAfter(lender::goOn));
            }
        });
    }
}
