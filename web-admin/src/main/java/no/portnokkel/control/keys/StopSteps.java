package no.portnokkel.control.keys;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import no.portnokkel.control.keys.StopReport.Step;

/** The steps of a stop that were done, each with the time from its beginning. */
final class StopSteps {
    private final Clock clock;
    private final Instant start;
    private final Map<Step, Duration> times = new LinkedHashMap<>();

    StopSteps(Clock clock) {
        this.clock = clock;
        this.start = clock.instant();
    }

    void done(Step step) {
        times.put(step, Duration.between(start, clock.instant()));
    }

    /** Returns the times in the order of the steps. */
    Map<Step, Duration> times() {
        return Collections.unmodifiableMap(times);
    }
}
