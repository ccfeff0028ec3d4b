package no.portnokkel.hsm.matrix;

import static no.portnokkel.hsm.matrix.FaultScenarios.SHIM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.hsm.fault.SetupFault;
import no.portnokkel.testkit.hsm.FaultShim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More fault scenarios: {@code ./test --long}, or {@code -Dleave-out=none}. */
interface LongFaultScenarios extends ScenarioRunner {
    /** A p11-kit server provides the token to a client module. */
    String NETWORK = "p11-kit server";

    /** Changes to the module file. */
    String FILES = "the file system";

    @Test
    default void the_connection_is_cut_between_the_two_calls_of_a_signature(@TempDir Path directory) {
        run("connection cut after C_SignInit", SHIM, directory, scenario -> {
            FaultShim shim = scenario.shim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                scenario.recordNextGeneration(client, client.waitingTime(() -> shim.says("old C_SignInit after 0x32")));
            }
        });
    }

    @Test
    default void the_device_has_no_free_session(@TempDir Path directory) {
        run("no free session", SHIM, directory, scenario -> {
            FaultShim shim = scenario.shim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                shim.says("C_SignInit answer 0xB1");
                client.awaitFault(DeviceFault.Exhausted.class);

                Duration time = client.recoveryTime(shim::isWell);

                assertThat(client.generation()).isEqualTo(1);
                scenario.record("signed in the same login", client, time);
            }
        });
    }

    @Test
    default void the_device_fails_its_self_test_and_is_replaced(@TempDir Path directory) {
        run("self-test failed", SHIM, directory, scenario -> {
            FaultShim shim = scenario.shim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                shim.says("* answer 0x1B6");
                client.awaitFault(DeviceFault.Broken.class);

                scenario.record("recovered when it was replaced", client, client.recoveryTime(shim::isWell));
            }
        });
    }

    @Test
    default void the_order_of_slots_changes(@TempDir Path directory) {
        run("slot order changed", SHIM, directory, scenario -> {
            scenario.token().addOtherToken();
            FaultShim shim = scenario.shim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                scenario.recordNextGeneration(client, client.waitingTime(() -> shim.says("* drop", "* backwards")));
            }
        });
    }

    @Test
    default void two_tokens_have_one_label(@TempDir Path directory) {
        run("two tokens with one label", "the module's own tools", directory, scenario -> {
            Runnable removal = scenario.token().addTokenWithSameLabel();
            try (HsmClient client = scenario.client(scenario.token().library())) {
                client.awaitFault(SetupFault.TokenAmbiguous.class);

                scenario.record("recovered when one was removed", client, client.recoveryTime(removal));
            }
        });
    }

    @Test
    default void the_module_file_is_installed_later(@TempDir Path directory) {
        run("module file missing", FILES, directory, scenario -> {
            Path library = directory.resolve("late.so");
            try (HsmClient client = scenario.client(library)) {
                client.awaitFault(SetupFault.ModuleMissing.class);

                Duration time = client.recoveryTime(() -> scenario.install(library));

                scenario.record("recovered when it was installed", client, time);
            }
        });
    }

    @Test
    default void the_module_is_for_another_machine(@TempDir Path directory) {
        run("module of another architecture", FILES, directory, scenario -> {
            Path library = directory.resolve("other.so");
            scenario.installForAnotherMachine(library);
            try (HsmClient client = scenario.client(library)) {
                client.awaitFault(SetupFault.ModuleUnloadable.class);

                Duration time = client.recoveryTime(() -> scenario.install(library));

                scenario.record("recovered when it was replaced", client, time);
            }
        });
    }

    @Test
    default void other_code_in_this_process_logs_in_and_out_on_the_same_module(@TempDir Path directory) {
        run("other code logs in and out on the same module", "SunPKCS11", directory, scenario -> {
            ForeignModuleUser foreignUser = ForeignModuleUser.logsIn(scenario.token());
            try (HsmClient client = scenario.client(scenario.token().library()).awaitReady()) {
                Duration time = client.waitingTime(foreignUser::logsOut);

                assertThat(client.generation()).isEqualTo(1);
                scenario.record("not affected", client, time);
            }
        });
    }

    @Test
    default void a_deployment_with_a_wrong_pin_does_not_stop_another_one(@TempDir Path directory) {
        run("a second deployment with a wrong PIN, then sessions lost", SHIM, directory, scenario -> {
            FaultShim shim = scenario.shim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                HsmException refused = catchThrowableOfType(
                        HsmException.class, () -> HsmConnection.open(scenario.settingsWithAWrongPin()));
                assertThat(refused.fault()).isInstanceOf(PinFault.class);

                scenario.recordNextGeneration(client, client.waitingTime(() -> shim.says("* drop")));
            }
        });
    }

    @Test
    default void a_certificate_is_replaced(@TempDir Path directory) {
        run("certificate replaced under the same key", "another login", directory, scenario -> {
            FaultShim shim = scenario.shim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                X509Certificate next = scenario.token().replaceCertificate();

                Duration time = client.waitingTime(() -> shim.says("* drop"));

                assertThat(client.certificate("seal")).isEqualTo(next);
                scenario.record("uses the new one in the next generation", client, time);
            }
        });
    }

    @Test
    default void a_key_from_another_process_is_used(@TempDir Path directory) {
        run("key made by another process", "another login", directory, scenario -> {
            try (HsmClient client = scenario.client(scenario.token().library()).awaitReady()) {
                X509Certificate made = scenario.token().addKey("next-seal");

                Duration time = client.waitingTime(() -> {});
                client.signs("next-seal");

                assertThat(client.certificate("next-seal")).isEqualTo(made);
                scenario.record("signs with both", client, time);
            }
        });
    }

    @Test
    default void the_device_behind_the_module_loses_its_power(@TempDir Path directory) {
        run("device loses power, then recovery", "the device", directory, scenario -> {
            try (HsmClient client = scenario.client(scenario.token().library()).awaitReady()) {
                scenario.token().cutPower();
                client.awaitFault(DeviceFault.Unavailable.class);

                Duration time = client.recoveryTime(scenario.token()::restorePower);

                scenario.record("recovered", client, time);
            }
        });
    }

    @Test
    default void the_resource_manager_is_restarted(@TempDir Path directory) {
        run("resource manager restarted", "the device", directory, scenario -> {
            try (HsmClient client = scenario.client(scenario.token().library()).awaitReady()) {
                scenario.recordNextGeneration(client, client.waitingTime(scenario.token()::restartBroker));
            }
        });
    }

    @Test
    default void wrong_pins_lock_the_token(@TempDir Path directory) {
        run("PIN locked by wrong tries", "the module's own tools", directory, scenario -> {
            FaultShim shim = scenario.shim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                scenario.token().lockPin();
                shim.says("* drop");
                client.awaitFault(PinFault.Locked.class);

                Duration time = client.recoveryTime(() -> {
                    scenario.token().unlockPin();
                    scenario.forgetRefusedPins();
                });

                scenario.record(
                        "recovered when it was unlocked and the record of the refused PIN deleted", client, time);
            }
        });
    }

    @Test
    default void the_network_hsm_is_restarted(@TempDir Path directory) {
        run("network HSM killed and restarted", NETWORK, directory, scenario -> {
            try (NetworkHsmFixture network = NetworkHsmFixture.of(scenario.token());
                    HsmClient client = scenario.client(network.module()).awaitReady()) {
                network.switchOff();
                client.awaitFault(DeviceFault.Unavailable.class);

                scenario.record("recovered", client, client.recoveryTime(network::switchOn));
            }
        });
    }

    @Test
    default void the_network_hsm_is_down_at_start(@TempDir Path directory) {
        run("network HSM down at start", NETWORK, directory, scenario -> {
            try (NetworkHsmFixture network = NetworkHsmFixture.of(scenario.token())) {
                network.switchOff();
                try (HsmClient client = scenario.client(network.module())) {
                    client.awaitFault(DeviceFault.Unavailable.class);

                    scenario.record("recovered", client, client.recoveryTime(network::switchOn));
                }
            }
        });
    }

    @Test
    default void the_network_hsm_hangs_for_a_while(@TempDir Path directory) {
        run("network HSM stopped (SIGSTOP) and continued", NETWORK, directory, scenario -> {
            try (NetworkHsmFixture network = NetworkHsmFixture.of(scenario.token());
                    HsmClient client = scenario.client(network.module()).awaitReady()) {
                network.hang();
                client.awaitFault(DeviceFault.Unavailable.class);

                scenario.record("recovered", client, client.recoveryTime(network::goOn));
            }
        });
    }
}
