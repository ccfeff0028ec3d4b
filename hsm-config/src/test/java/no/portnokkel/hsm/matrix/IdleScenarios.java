package no.portnokkel.hsm.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import no.portnokkel.hsm.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios in which nobody signs for minutes. */
interface IdleScenarios extends ScenarioRunner {
    /** Shorter than the idle time that the device allows. */
    int KEEP_ALIVE_SECONDS = 20;

    @Test
    default void keep_alive_prevents_closed_sessions_with_one_probe_in_each_interval(@TempDir Path directory) {
        run("idle sessions are dropped, with hsm.keep-alive", FaultScenarios.SHIM, directory, scenario -> {
            try (IdleDevice device = new IdleDevice(scenario, Optional.of(KEEP_ALIVE_SECONDS))) {
                device.advanceWithProbes(600, KEEP_ALIVE_SECONDS);

                Duration waited = device.client().waitingTime(() -> {});

                assertThat(device.client().generation()).isEqualTo(1);
                scenario.record("signed in the same login", device.client(), waited);
            }
        });
    }

    @Test
    default void without_probes_a_closed_session_leads_to_the_next_generation(@TempDir Path directory) {
        run("idle sessions are dropped", FaultScenarios.SHIM, directory, scenario -> {
            try (IdleDevice device = new IdleDevice(scenario, Optional.empty())) {
                device.advance(IdleDevice.IDLE_LIMIT + 1);

                Duration waited = device.client().waitingTime(() -> {});

                assertThat(device.client().generation()).isEqualTo(2);
                scenario.recordNextGeneration(device.client(), waited);
            }
        });
    }

    @Test
    default void a_replaced_certificate_is_used_within_five_minutes(@TempDir Path directory) {
        run("certificate replaced while idle", "another login", directory, scenario -> {
            scenario.token().requireLiveView();
            try (IdleDevice device = new IdleDevice(scenario, Optional.of(KEEP_ALIVE_SECONDS))) {
                X509Certificate before = device.client().certificate("seal");
                X509Certificate next = scenario.token().replaceCertificate();
                device.advanceWithProbes(280, KEEP_ALIVE_SECONDS);
                assertThat(device.client().certificate("seal")).isEqualTo(before);

                device.advance(20);

                Await.until(
                        HsmClient.SOON,
                        () -> device.client().certificate("seal").equals(next));
                Duration waited = device.client().waitingTime(() -> {});
                assertThat(device.client().generation()).isEqualTo(1);
                scenario.record("uses the new one within five minutes", device.client(), waited);
            }
        });
    }
}
