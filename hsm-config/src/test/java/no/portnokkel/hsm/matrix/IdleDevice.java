package no.portnokkel.hsm.matrix;

import java.time.Duration;
import java.util.Optional;
import no.portnokkel.hsm.Await;
import no.portnokkel.hsm.HsmSettings;
import no.portnokkel.hsm.HsmSettingsVariant;
import no.portnokkel.hsm.ManualScheduler;
import no.portnokkel.testkit.hsm.FaultShim;

/** A device that has signed once, and drops sessions that it takes for forgotten. Time passes by hand, for it and for us. */
final class IdleDevice implements AutoCloseable {
    static final int IDLE_LIMIT = 30;

    private static final int STEP = 5;

    private final ManualScheduler time = new ManualScheduler();
    private final FaultShim shim;
    private final HsmClient patient;
    private final long signedBefore;
    private int seconds = 1;
    private int lasted;

    IdleDevice(Scenario stage, Optional<Integer> keepAlive) {
        shim = stage.shim();
        HsmSettings settings = HsmSettingsVariant.those(stage.settings(shim.module()))
                .keepAlive(keepAlive.map(Duration::ofSeconds))
                .signTimeout(Duration.ofHours(1)) // where time passes by hand, no call takes minutes between two looks
                .settings();
        patient = new HsmClient(settings, time, time::nanos).well();
        pass(0);
        signedBefore = shim.counted();
    }

    HsmClient patient() {
        return patient;
    }

    /** As many seconds, and as many probes as belong to them. */
    void passes(int total, int probedAfter) {
        for (int second = STEP; second <= total; second += STEP) {
            pass(STEP);
            lasted += STEP;
            long probes = lasted / probedAfter;
            Await.holds(HsmClient.SOON, () -> shim.counted() - signedBefore == probes);
        }
    }

    void pass(int more) {
        seconds += more;
        shim.says("* now " + seconds, "* idle " + IDLE_LIMIT, "C_Sign count", "C_SignFinal count");
        time.passes(Duration.ofSeconds(more));
    }

    @Override
    public void close() {
        patient.close();
    }
}
