package no.portnokkel.hsm.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import no.portnokkel.hsm.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Minutes in which nobody wants a signature. */
interface IdleScenarios extends ScenarioRunner {
    /** Shorter than the quiet that the device allows. */
    int PROBED_AFTER = 20; // seconds

    @Test
    default void the_rare_grant_meets_no_dead_session_and_each_quiet_time_has_one_probe(@TempDir Path directory) {
        play("idle sessions are dropped, with hsm.keep-alive", FaultScenarios.SHIM, directory, stage -> {
            try (IdleDevice device = new IdleDevice(stage, Optional.of(PROBED_AFTER))) {
                device.passes(600, PROBED_AFTER);

                Duration waited = device.patient().isBridgedOver(() -> {});

                assertThat(device.patient().generation()).isEqualTo(1);
                stage.healed("signed in the same login", device.patient(), waited);
            }
        });
    }

    @Test
    default void without_probes_it_meets_one_and_is_served_by_the_next_generation(@TempDir Path directory) {
        play("idle sessions are dropped", FaultScenarios.SHIM, directory, stage -> {
            try (IdleDevice device = new IdleDevice(stage, Optional.empty())) {
                device.pass(IdleDevice.IDLE_LIMIT + 1);

                Duration waited = device.patient().isBridgedOver(() -> {});

                assertThat(device.patient().generation()).isEqualTo(2);
                stage.bridged(device.patient(), waited);
            }
        });
    }

    @Test
    default void a_certificate_that_is_replaced_is_carried_five_minutes_later(@TempDir Path directory) {
        play("certificate replaced, and all is quiet", "another login", directory, stage -> {
            stage.token().requireLiveView();
            try (IdleDevice device = new IdleDevice(stage, Optional.of(PROBED_AFTER))) {
                X509Certificate before = device.patient().certificate("seal");
                X509Certificate next = stage.token().replaceCertificate();
                device.passes(280, PROBED_AFTER);
                assertThat(device.patient().certificate("seal")).isEqualTo(before);

                device.pass(20);

                Await.holds(
                        HsmClient.SOON,
                        () -> device.patient().certificate("seal").equals(next));
                Duration waited = device.patient().isBridgedOver(() -> {});
                assertThat(device.patient().generation()).isEqualTo(1);
                stage.healed("carries the new one within five minutes", device.patient(), waited);
            }
        });
    }
}
