package no.portnokkel.hsm.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.hsm.pkcs11.profile.SignatureCheck;
import no.portnokkel.testkit.hsm.FaultShim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an HSM and the people around it can do to us, and what callers see of it. Each story adds its cell to
 * {@link FaultTable}. Those of {@link LongFaultScenarios} run in {@code ./test --long} only.
 */
interface FaultScenarios extends ScenarioRunner {
    /** What brings most of it about. */
    String SHIM = "fault shim";

    @Test
    default void a_key_that_was_made_in_it_is_fit_for_production(@TempDir Path directory) {
        play("none", "none", directory, stage -> {
            try (HsmClient patient = stage.patient(stage.token().library()).well()) {
                assertThat(patient.certificateForProduction("seal")).isEqualTo(patient.certificate("seal"));
            }
        });
    }

    @Test
    default void the_device_answers_with_an_error_for_a_while(@TempDir Path directory) {
        play("device error, and back", SHIM, directory, stage -> {
            FaultShim shim = stage.shim();
            try (HsmClient patient = stage.patient(shim.module()).well()) {
                shim.says("* answer 0x30");
                patient.meets(DeviceFault.Unavailable.class);

                stage.healed("healed", patient, patient.healsAfter(shim::isWell));
            }
        });
    }

    @Test
    default void sessions_are_lost(@TempDir Path directory) {
        play("sessions lost: the HSM has rebooted", SHIM, directory, stage -> {
            FaultShim shim = stage.shim();
            try (HsmClient patient = stage.patient(shim.module()).well()) {
                stage.bridged(patient, patient.isBridgedOver(() -> shim.says("* drop")));
            }
        });
    }

    @Test
    default void the_token_is_removed_and_comes_back(@TempDir Path directory) {
        play("token removed, and back", SHIM, directory, stage -> {
            FaultShim shim = stage.shim();
            try (HsmClient patient = stage.patient(shim.module()).well()) {
                shim.says("C_GetSlotList empty", "C_SignInit answer 0x32", "C_OpenSession answer 0xE0");
                patient.meets(DeviceFault.Unavailable.class);

                stage.healed("healed", patient, patient.healsAfter(shim::isWell));
            }
        });
    }

    @Test
    default void the_token_is_initialised_anew_with_a_key_of_the_same_label(@TempDir Path directory) {
        play("token re-initialised, with a key of the same label", "the module's own tools", directory, stage -> {
            try (HsmClient patient = stage.patient(stage.token().library()).well()) {
                X509Certificate before = patient.certificate("seal");
                Duration time = patient.healsAfter(stage.token()::initialiseAnew);

                assertThat(patient.certificate("seal")).isNotEqualTo(before);
                stage.healed("signs with the new one", patient, time);
            }
        });
    }

    @Test
    default void the_library_is_stuck_until_it_is_finalised(@TempDir Path directory) {
        play("library stuck until C_Finalize", SHIM, directory, stage -> {
            FaultShim shim = stage.shim();
            try (HsmClient patient = stage.patient(shim.module()).well()) {
                shim.says("* latch 0x30");
                patient.meets(DeviceFault.Unavailable.class);

                stage.healed("healed", patient, patient.healsAfter(shim::isWell));
            }
        });
    }

    @Test
    default void the_library_never_recovers(@TempDir Path directory) {
        play("library stuck for good", SHIM, directory, stage -> {
            FaultShim shim = stage.shim();
            try (HsmClient patient = stage.patient(shim.module()).well()) {
                stage.bridged(patient, patient.isBridgedOver(() -> shim.says("old * forever 0x30")));
            }
        });
    }

    @Test
    default void a_signature_hangs_and_its_caller_is_served_by_a_fresh_copy(@TempDir Path directory) {
        play("hang in C_Sign", SHIM, directory, stage -> {
            FaultShim shim = stage.shim();
            try (HsmClient patient = stage.patient(shim.module()).well()) {
                Duration time = patient.isBridgedOver(() -> shim.says("old C_Sign hang", "old C_SignFinal hang"));

                assertThat(time).isLessThan(patient.limit().plusSeconds(1));
                stage.bridged(patient, time);
                shim.isWell(); // lets the thread go
            }
        });
    }

    @Test
    default void a_signature_hangs_on_the_thread_of_a_flight_which_is_flown_by_another(@TempDir Path directory) {
        play("hang in C_Sign on the thread of a flight", SHIM, directory, stage -> {
            FaultShim shim = stage.shim();
            try (HsmClient patient = stage.patient(shim.module()).well()) {
                Duration time =
                        patient.isBridgedOverInAFlight(() -> shim.says("old C_Sign hang", "old C_SignFinal hang"));

                assertThat(time).isLessThan(patient.limit().plusSeconds(1));
                stage.bridged(patient, time);
                shim.isWell(); // lets the thread go
            }
        });
    }

    /** The shim stands behind the module, and so behind its own check: what it spoils, only our check can see. */
    @Test
    default void a_wrong_signature_costs_its_login(@TempDir Path directory) {
        play("wrong signature returned", SHIM, directory, stage -> {
            FaultShim shim = stage.shim();
            try (HsmClient patient = stage.patient(shim.module()).well()) {
                if (stage.check() == SignatureCheck.MODULE) {
                    Duration time = patient.isBridgedOver(() -> {
                        shim.says("old C_Sign wrong", "old C_SignFinal wrong");
                        patient.isHandedAWrongSignature();
                    });

                    assertThat(patient.generation()).isEqualTo(2);
                    stage.healed("until one was refused; then signed in the next generation", patient, time);
                } else {
                    shim.says("C_Sign wrong", "C_SignFinal wrong");
                    patient.meets(HsmFault.class);

                    stage.healed("healed; none was handed out", patient, patient.healsAfter(shim::isWell));
                }
            }
        });
    }

    @Test
    default void the_pin_is_changed_and_the_file_follows(@TempDir Path directory) {
        play("PIN changed in the HSM", "the module's own tools", directory, stage -> {
            FaultShim shim = stage.shim();
            try (HsmClient patient = stage.patient(shim.module()).well()) {
                stage.token().changePin("2222222222");
                shim.says("* drop");
                patient.meets(PinFault.Refused.class);

                Duration time = patient.healsAfter(() -> stage.putPin("2222222222"));

                stage.healed("healed when the file followed", patient, time);
            }
        });
    }

    @Test
    default void a_wrong_pin_is_tried_once_and_the_right_one_when_it_comes(@TempDir Path directory) {
        play("wrong PIN in the file", "the file", directory, stage -> {
            stage.putPin("1111111111");
            try (HsmClient patient = stage.patient(stage.token().library())) {
                patient.meets(PinFault.Refused.class);

                Duration time = patient.healsAfter(() -> stage.putPin(BankFixture.PIN));

                stage.healed("healed when it was corrected", patient, time);
            }
        });
    }

    @Test
    default void a_locked_pin_is_left_alone_until_it_is_unlocked(@TempDir Path directory) {
        play("PIN locked, and the token says so", SHIM, directory, stage -> {
            FaultShim shim = stage.shim();
            shim.says("* flags " + (1 << 18));
            try (HsmClient patient = stage.patient(shim.module())) {
                patient.meets(PinFault.Locked.class);

                stage.healed("no login; healed when it was unlocked", patient, patient.healsAfter(shim::isWell));
            }
        });
    }

    @Test
    default void the_final_try_is_left_to_a_person(@TempDir Path directory) {
        play("one PIN try left", SHIM, directory, stage -> {
            FaultShim shim = stage.shim();
            shim.says("* flags " + (1 << 17));
            try (HsmClient patient = stage.patient(shim.module())) {
                patient.meets(PinFault.FinalTry.class);

                stage.healed("no login; healed when a person had", patient, patient.healsAfter(shim::isWell));
            }
        });
    }

    @Test
    default void a_key_is_replaced_under_its_label(@TempDir Path directory) {
        play("key replaced under the same label", "another login", directory, stage -> {
            FaultShim shim = stage.shim();
            try (HsmClient patient = stage.patient(shim.module()).well()) {
                boolean seen = stage.token().showsWhatOthersDo();
                X509Certificate next = stage.token().replaceKey();

                Duration time = patient.healsAfter(() -> shim.says(seen ? "" : "* drop"));

                assertThat(patient.certificate("seal")).isEqualTo(next);
                String then = seen ? "" : "signs with the old one until the next generation, then ";
                stage.healed(then + "signs with the new one", patient, time);
            }
        });
    }
}
