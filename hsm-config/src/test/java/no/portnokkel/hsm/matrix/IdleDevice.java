package no.portnokkel.hsm.matrix;

import java.time.Duration;
import java.util.Optional;
import no.portnokkel.hsm.Await;
import no.portnokkel.hsm.HsmSettingsVariant;
import no.portnokkel.hsm.ManualScheduler;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.testkit.ManualClock;
import no.portnokkel.testkit.hsm.FaultShim;

/** A device that has signed once and closes idle sessions. Time advances manually, for the device and for us. */
final class IdleDevice implements AutoCloseable {
    static final int IDLE_LIMIT = 30;

    private static final int STEP = 5;

    private final ManualClock clock = new ManualClock();
    private final ManualScheduler time = new ManualScheduler(clock);
    private final FaultShim shim;
    private final HsmClient client;
    private final long signedBefore;
    private int seconds = 1;
    private int elapsed;

    IdleDevice(Scenario scenario, Optional<Integer> keepAlive) {
        shim = scenario.shim();
        HsmSettings settings = HsmSettingsVariant.of(scenario.settings(shim.module()))
                .keepAlive(keepAlive.map(Duration::ofSeconds))
                .signTimeout(Duration.ofHours(1)) // with manual time no call is overdue between two steps
                .settings();
        client = new HsmClient(settings, time, clock).awaitReady();
        advance(0);
        signedBefore = shim.counted();
    }

    HsmClient client() {
        return client;
    }

    /** Advances the time and waits for the probes that are due in it. */
    void advanceWithProbes(int total, int keepAliveSeconds) {
        for (int second = STEP; second <= total; second += STEP) {
            advance(STEP);
            elapsed += STEP;
            long probes = elapsed / keepAliveSeconds;
            Await.until(HsmClient.SOON, () -> shim.counted() - signedBefore == probes);
        }
    }

    void advance(int more) {
        seconds += more;
        shim.says("* now " + seconds, "* idle " + IDLE_LIMIT, "C_Sign count", "C_SignFinal count");
        time.advance(Duration.ofSeconds(more));
    }

    @Override
    public void close() {
        client.close();
    }
}
