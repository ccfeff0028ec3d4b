package no.portnokkel.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Consecutive outages while eight threads keep asking for signatures. */
@UsesSoftHsm
@Isolated("counts what the whole process holds")
class EnduranceTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LOST = Duration.ofSeconds(20); // many times the sign timeout, even on a busy machine
    private static final int CALLERS = 8;
    private static final int WARM_UP_OUTAGES = 5; // load code and data that later outages reuse
    private static final Duration DISPOSAL_TIME =
            Duration.ofSeconds(12); // a replaced generation is closed after ten seconds

    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        background.shutdownNow();
    }

    @Test
    void in_twenty_outages_no_caller_is_lost_and_no_signature_is_wrong() throws IOException {
        run(20, Duration.ZERO); // too few to measure their cost
    }

    @Test
    @Tag("long")
    void two_hundred_outages_cost_little_and_no_caller_is_lost() throws IOException {
        OutageSummary seen = run(200, DISPOSAL_TIME);

        assertLowCost(seen);
        assertThat(seen.resident()).as("kB for each outage").isLessThanOrEqualTo(1_024);
        Files.writeString(Path.of("target", "endurance.md"), seen.page());
    }

    /**
     * An outage costs a copy of the module, and sometimes a thread with a socket that p11-kit's client leaves
     * hanging.
     */
    private static void assertLowCost(OutageSummary seen) {
        assertThat(seen.mappings()).isLessThanOrEqualTo(6);
        assertThat(seen.files()).isLessThanOrEqualTo(0.3);
        assertThat(seen.after().threads()).isLessThanOrEqualTo(seen.before().threads() + CALLERS);
        assertThat(seen.after().heap()).isLessThan(seen.before().heap() + 8_192);
    }

    private OutageSummary run(int outages, Duration pause) throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "endurance");
        HsmSettings settings = HsmSettingsVariant.of(
                        BankFixture.settings(directory, NetworkHsm.clientModule(), token.label(), token.pinFile()))
                .maxGenerations(1_000)
                .settings();
        try (NetworkHsm device = new NetworkHsm(token.library(), token.label())) {
            device.switchOn();
            try (Hsm hsm = HsmConnection.start(settings, background, System::nanoTime)) {
                Await.until(SOON, () -> hsm.status().state() == HsmState.READY);
                OutageSummary seen = run(outages, pause, device, hsm);
                assertThat(seen.load().wrong()).isZero();
                assertThat(seen.load().longest()).isLessThan(LOST);
                return seen;
            }
        }
    }

    private static OutageSummary run(int outages, Duration pause, NetworkHsm device, Hsm hsm) throws IOException {
        SigningLoad load = new SigningLoad(hsm.key("seal"), CALLERS);
        try (load) {
            for (int outage = 0; outage < WARM_UP_OUTAGES; outage++) {
                outage(device, hsm, load);
            }
            Footprint before = load.paused(pause, Footprint::now);
            long[] millis = new long[outages];
            for (int outage = 0; outage < outages; outage++) {
                millis[outage] = outage(device, hsm, load).toMillis();
            }
            Arrays.sort(millis);
            return new OutageSummary(
                    outages,
                    millis[outages / 2],
                    millis[outages - 1],
                    load,
                    before,
                    load.paused(pause, Footprint::now));
        }
    }

    /** Returns the time from the restart of the server to the first signature requested after it. */
    private static Duration outage(NetworkHsm device, Hsm hsm, SigningLoad load) throws IOException {
        device.switchOff();
        Await.until(SOON, () -> hsm.status().state() != HsmState.READY);
        device.switchOn();
        long back = System.nanoTime();
        Await.until(SOON, () -> load.hasSignedSince(back));
        return Duration.ofNanos(System.nanoTime() - back);
    }

    /** The cost of each outage. */
    private record OutageSummary(
            int number, long median, long longest, SigningLoad load, Footprint before, Footprint after) {
        double resident() {
            return (double) (after.resident() - before.resident()) / number;
        }

        double mappings() {
            return (double) (after.mappings() - before.mappings()) / number;
        }

        double files() {
            return (double) (after.files() - before.files()) / number;
        }

        String page() {
            return String.format(
                    Locale.ROOT,
                    """
                    <!-- Generated by a test; do not edit. To regenerate: mvn verify -pl testkit,hsm-config -Dtest=EnduranceTest -Dleave-out=none
                         -Dsurefire.failIfNoSpecifiedTests=false, then cp hsm-config/target/endurance.md docs/hsm/endurance.md -->
                    # Consecutive outages

                    The test killed and restarted a p11-kit server in front of SoftHSM2 %d times while %d threads asked for signatures. Of %d signatures %d were wrong; %d calls got `hsm-unavailable`; the longest call took %d ms (`hsm.sign-timeout` is 3 s). Portnøkkel was not restarted.

                    | cost of an outage | |
                    |---|---|
                    | from the restart of the server to a signature | median %d ms, longest %d ms |
                    | memory that is not freed (RSS) | %.0f kB |
                    | mappings that are not freed | %.1f |
                    | files that stay open | %.2f |
                    | heap after a garbage collection, before and after the test | %d kB, %d kB |
                    | threads, before and after the test | %d, %d |
                    | calls that hang permanently, before and after the test | %d, %d |

                    p11-kit causes the calls that hang: when its server is killed while several threads wait for an answer, its client sometimes wakes only one of them. No caller waits for such a call longer than two thirds of the sign timeout. The call occupies a thread; `hsm.max-generations` limits their number.

                    The JVM never unloads a module, so its copies stay in memory. Portnøkkel calls `C_Finalize` on a copy that is no longer used, which closes its socket, unless a call hangs in it. `hsm.max-generations` limits the number of copies.
                    """,
                    number,
                    CALLERS,
                    load.good(),
                    load.wrong(),
                    load.faults(),
                    load.longest().toMillis(),
                    median,
                    longest,
                    resident(),
                    mappings(),
                    files(),
                    before.heap(),
                    after.heap(),
                    before.threads(),
                    after.threads(),
                    before.hanging(),
                    after.hanging());
        }
    }
}
