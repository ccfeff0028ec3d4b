package no.portnokkel.hsm.connection;

import static no.portnokkel.hsm.connection.ConnectionFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.pkcs11.SoftwareLogin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to a device that nobody uses. */
class ConnectionMaintenanceTest {
    private static final Duration TICK = Duration.ofNanos(1);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(20);

    private final ConnectionFixture hsm = new ConnectionFixture();
    private final SigningQueue queue = hsm.queue(4, Duration.ofHours(1));

    @AfterEach
    void stop() {
        hsm.close();
    }

    private ConnectionMaintenance maintenance(Optional<Duration> keepAlive) {
        return new ConnectionMaintenance(keepAlive, hsm.holder, queue, hsm.scheduler, hsm.clock);
    }

    @Test
    void an_idle_device_signs_one_probe_in_each_interval() {
        SoftwareLogin login = hsm.connected().proven();
        maintenance(Optional.of(KEEP_ALIVE)).start();

        for (int probes = 1; probes <= 3; probes++) {
            int signatures = probes;
            hsm.scheduler.advance(KEEP_ALIVE.minus(TICK));
            assertThat(login.signatures()).isEqualTo(signatures);
            hsm.scheduler.advance(TICK);
            until(() -> login.signatures() == signatures + 1);
        }
    }

    @Test
    void a_signature_postpones_the_next_probe() {
        SoftwareLogin login = hsm.connected().proven();
        maintenance(Optional.of(KEEP_ALIVE)).start();
        hsm.scheduler.advance(Duration.ofSeconds(15));
        queue.execute("seal", generation -> true);

        hsm.scheduler.advance(Duration.ofSeconds(5));
        hsm.scheduler.advance(Duration.ofSeconds(15).minus(TICK));
        assertThat(login.signatures()).isEqualTo(1);

        hsm.scheduler.advance(TICK);
        until(() -> login.signatures() == 2);
    }

    @Test
    void without_the_setting_there_are_no_probes() {
        SoftwareLogin login = hsm.connected().proven();
        maintenance(Optional.empty()).start();

        for (int minute = 0; minute < 4; minute++) {
            hsm.scheduler.advance(Duration.ofMinutes(1));
        }

        assertThat(login.signatures()).isEqualTo(1);
        assertThat(login.reloads()).isZero();
    }

    @Test
    void certificates_are_checked_every_five_minutes() {
        SoftwareLogin login = hsm.connected().proven();
        maintenance(Optional.empty()).start();
        hsm.scheduler.advance(Duration.ofMinutes(5).minus(TICK));
        assertThat(login.reloads()).isZero();

        hsm.scheduler.advance(TICK);

        until(() -> login.reloads() == 1);
        until(() -> login.signatures() == 2);
        assertThat(hsm.holder.state().generation())
                .as("the list cannot be read, and a probe says that the device works")
                .contains(login.generation());
    }

    @Test
    void a_check_of_certificates_that_finds_the_device_lost_discards_the_generation() {
        SoftwareLogin login = hsm.connected().proven();
        login.beforeSignature(() -> {
            throw new HsmException(ConnectionFixture.GONE);
        });
        hsm.deviceFails(ConnectionFixture.GONE);
        maintenance(Optional.empty()).start();

        hsm.scheduler.advance(Duration.ofMinutes(5));

        until(() -> hsm.holder.state().fault().isPresent());
        assertThat(hsm.holder.state().fault().orElseThrow())
                .as("the device did not answer")
                .isInstanceOf(DeviceFault.Unavailable.class);
    }

    @Test
    void the_checks_continue_after_a_time_without_a_generation() {
        maintenance(Optional.of(KEEP_ALIVE)).start();
        hsm.scheduler.advance(KEEP_ALIVE); // nothing to probe
        SoftwareLogin login = hsm.connected().proven();

        hsm.scheduler.advance(KEEP_ALIVE);

        until(() -> login.signatures() == 2);
    }

    @Test
    void after_close_nothing_is_scheduled() {
        hsm.connected();
        int before = hsm.scheduler.planned();
        ConnectionMaintenance maintenance = maintenance(Optional.of(KEEP_ALIVE));
        maintenance.start();
        assertThat(hsm.scheduler.planned()).isEqualTo(before + 2);

        maintenance.close();

        assertThat(hsm.scheduler.planned()).isEqualTo(before);
    }
}
