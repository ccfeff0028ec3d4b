package no.portnokkel.hsm.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import no.portnokkel.testkit.hsm.FaultShim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * HSM fault scenarios, and what callers see. Each scenario adds its cell to {@link FaultTable}. Those of {@link
 * LongFaultScenarios} run in {@code ./test --long} only.
 */
interface FaultScenarios extends ScenarioRunner {
    /** Causes most faults. */
    String SHIM = "fault shim";

    @Test
    default void a_key_that_was_generated_in_it_is_usable_in_production(@TempDir Path directory) {
        run("none", "none", directory, scenario -> {
            try (HsmClient client = scenario.client(scenario.token().library()).awaitReady()) {
                assertThat(client.certificateForProduction("seal")).isEqualTo(client.certificate("seal"));
            }
        });
    }

    @Test
    default void the_device_returns_an_error_for_a_while(@TempDir Path directory) {
        run("device error, then recovery", SHIM, directory, scenario -> {
            FaultShim shim = scenario.shim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                shim.says("* answer 0x30");
                client.awaitFault(DeviceFault.Unavailable.class);

                scenario.record("recovered", client, client.recoveryTime(shim::isWell));
            }
        });
    }

    @Test
    default void sessions_are_lost(@TempDir Path directory) {
        run("sessions lost (HSM rebooted)", SHIM, directory, scenario -> {
            FaultShim shim = scenario.shim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                scenario.recordNextGeneration(client, client.waitingTime(() -> shim.says("* drop")));
            }
        });
    }

    @Test
    default void the_token_is_removed_and_reinserted(@TempDir Path directory) {
        run("token removed and reinserted", SHIM, directory, scenario -> {
            FaultShim shim = scenario.shim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                shim.says("C_GetSlotList empty", "C_SignInit answer 0x32", "C_OpenSession answer 0xE0");
                client.awaitFault(DeviceFault.Unavailable.class);

                scenario.record("recovered", client, client.recoveryTime(shim::isWell));
            }
        });
    }

    @Test
    default void the_token_is_reinitialised_with_a_key_of_the_same_label(@TempDir Path directory) {
        run("token re-initialised, with a key of the same label", "the module's own tools", directory, scenario -> {
            try (HsmClient client = scenario.client(scenario.token().library()).awaitReady()) {
                X509Certificate before = client.certificate("seal");
                Duration time = client.recoveryTime(scenario.token()::initialiseAnew);

                assertThat(client.certificate("seal")).isNotEqualTo(before);
                scenario.record("signs with the new one", client, time);
            }
        });
    }

    @Test
    default void the_library_is_stuck_until_it_is_finalised(@TempDir Path directory) {
        run("library stuck until C_Finalize", SHIM, directory, scenario -> {
            FaultShim shim = scenario.shim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                shim.says("* latch 0x30");
                client.awaitFault(DeviceFault.Unavailable.class);

                scenario.record("recovered", client, client.recoveryTime(shim::isWell));
            }
        });
    }

    @Test
    default void the_library_never_recovers(@TempDir Path directory) {
        run("library stuck permanently", SHIM, directory, scenario -> {
            FaultShim shim = scenario.shim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                scenario.recordNextGeneration(client, client.waitingTime(() -> shim.says("old * forever 0x30")));
            }
        });
    }

    @Test
    default void a_signature_hangs_and_a_fresh_copy_serves_its_caller(@TempDir Path directory) {
        run("hang in C_Sign", SHIM, directory, scenario -> {
            FaultShim shim = scenario.shim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                Duration time = client.waitingTime(() -> shim.says("old C_Sign hang", "old C_SignFinal hang"));

                assertThat(time).isLessThan(client.signTimeout().plusSeconds(1));
                scenario.recordNextGeneration(client, time);
                shim.isWell(); // releases the thread
            }
        });
    }

    @Test
    default void a_signature_hangs_on_the_thread_of_a_fetch_which_restarts_on_another(@TempDir Path directory) {
        run("hang in C_Sign on a fetch thread", SHIM, directory, scenario -> {
            FaultShim shim = scenario.shim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                Duration time = client.waitingTimeOfFetch(() -> shim.says("old C_Sign hang", "old C_SignFinal hang"));

                assertThat(time).isLessThan(client.signTimeout().plusSeconds(1));
                scenario.recordNextGeneration(client, time);
                shim.isWell(); // releases the thread
            }
        });
    }

    /** The shim is behind the module and its check, so that only our check can see a wrong signature. */
    @Test
    default void a_wrong_signature_discards_its_login(@TempDir Path directory) {
        run("wrong signature returned", SHIM, directory, scenario -> {
            FaultShim shim = scenario.shim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                if (scenario.check() == VendorProfile.SignatureCheck.MODULE) {
                    Duration time = client.waitingTime(() -> {
                        shim.says("old C_Sign wrong", "old C_SignFinal wrong");
                        client.reportWrongSignature();
                    });

                    assertThat(client.generation()).isEqualTo(2);
                    scenario.record("until one was refused, then signed in the next generation", client, time);
                } else {
                    shim.says("C_Sign wrong", "C_SignFinal wrong");
                    client.awaitFault(HsmFault.class);

                    scenario.record("recovered; none was returned", client, client.recoveryTime(shim::isWell));
                }
            }
        });
    }

    @Test
    default void the_pin_is_changed_and_the_file_is_updated(@TempDir Path directory) {
        run("PIN changed in the HSM", "the module's own tools", directory, scenario -> {
            FaultShim shim = scenario.shim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                scenario.token().changePin("2222222222");
                shim.says("* drop");
                client.awaitFault(PinFault.Refused.class);

                Duration time = client.recoveryTime(() -> scenario.writePin("2222222222"));

                scenario.record("recovered when the PIN file was updated", client, time);
            }
        });
    }

    @Test
    default void a_wrong_pin_is_tried_once_and_the_correct_one_after_it(@TempDir Path directory) {
        run("wrong PIN in the file", "the file", directory, scenario -> {
            scenario.writePin("1111111111");
            try (HsmClient client = scenario.client(scenario.token().library())) {
                client.awaitFault(PinFault.Refused.class);

                Duration time = client.recoveryTime(() -> scenario.writePin(BankFixture.PIN));

                scenario.record("recovered when it was corrected", client, time);
            }
        });
    }

    @Test
    default void a_locked_pin_is_not_tried_until_it_is_unlocked(@TempDir Path directory) {
        run("PIN locked, reported by the token", SHIM, directory, scenario -> {
            FaultShim shim = scenario.shim();
            shim.says("* flags " + (1 << 18));
            try (HsmClient client = scenario.client(shim.module())) {
                client.awaitFault(PinFault.Locked.class);

                scenario.record("no login; recovered when it was unlocked", client, client.recoveryTime(shim::isWell));
            }
        });
    }

    @Test
    default void the_final_try_is_reserved_for_a_person(@TempDir Path directory) {
        run("one PIN try left", SHIM, directory, scenario -> {
            FaultShim shim = scenario.shim();
            shim.says("* flags " + (1 << 17));
            try (HsmClient client = scenario.client(shim.module())) {
                client.awaitFault(PinFault.FinalTry.class);

                scenario.record(
                        "no login; recovered when a person had logged in", client, client.recoveryTime(shim::isWell));
            }
        });
    }

    @Test
    default void a_key_is_replaced_under_its_label(@TempDir Path directory) {
        run("key replaced under the same label", "another login", directory, scenario -> {
            FaultShim shim = scenario.shim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                boolean seen = scenario.token().showsLiveChanges();
                X509Certificate next = scenario.token().replaceKey();

                Duration time = client.recoveryTime(() -> shim.says(seen ? "" : "* drop"));

                assertThat(client.certificate("seal")).isEqualTo(next);
                String then = seen ? "" : "signs with the old one until the next generation, then ";
                scenario.record(then + "signs with the new one", client, time);
            }
        });
    }

    @Test
    default void one_key_does_not_sign_and_the_key_beside_it_does(@TempDir Path directory) {
        run("one of two keys does not sign", SHIM, directory, scenario -> {
            scenario.token().addKey("other");
            FaultShim shim = scenario.shim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                shim.says("C_SignInit about other", "C_SignInit answer 0x30");
                assertThat(client.faultOf("other").code().word()).isEqualTo("hsm-key-unusable");

                scenario.recordSameLogin(client, client.waitingTime(() -> {}));
            }
        });
    }

    @Test
    default void one_certificate_is_none_and_the_key_beside_it_signs(@TempDir Path directory) {
        run("one certificate object is not a certificate", SHIM, directory, scenario -> {
            scenario.token().addKey("other");
            FaultShim shim = scenario.shim();
            shim.says("C_GetAttributeValue about other", "C_GetAttributeValue garble");
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                assertThat(client.faultOf("other").code().word()).isEqualTo("hsm-key-unusable");

                scenario.recordSameLogin(client, client.waitingTime(() -> {}));
            }
        });
    }

    @Test
    default void an_attribute_is_refused_in_another_way_than_the_standards(@TempDir Path directory) {
        run("attribute refused with CKR_FUNCTION_FAILED", SHIM, directory, scenario -> {
            FaultShim shim = scenario.shim();
            shim.says("* hide 0x162", "* code 0x06");
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                assertThatThrownBy(() -> client.certificateForProduction("seal"))
                        .hasMessageContaining("? (CKR_FUNCTION_FAILED)");

                scenario.recordSameLogin(client, client.waitingTime(() -> {}));
            }
        });
    }

    @Test
    default void copies_of_the_module_share_their_state(@TempDir Path directory) {
        run("sessions lost, and copies of the module share their state", SHIM, directory, scenario -> {
            FaultShim shim = scenario.sharingShim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                scenario.recordNextGeneration(client, client.waitingTime(() -> shim.says("* drop")));
            }
        });
    }

    @Test
    default void the_next_copy_of_the_module_cannot_be_loaded(@TempDir Path directory) {
        run("sessions lost, and no further copy can be loaded", SHIM, directory, scenario -> {
            FaultShim shim = scenario.shim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                scenario.spoil(shim.module());

                scenario.recordNextGeneration(client, client.waitingTime(() -> shim.says("* drop")));
            }
        });
    }
}
