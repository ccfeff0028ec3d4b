package no.portnokkel.testkit;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** The clock that the whole twin goes by: the planned one, and as wrong as the script says. */
final class TwinClock extends Clock {

    private final Clock planned;
    private final FaultPlan script;

    TwinClock(Clock planned, FaultPlan script) {
        this.planned = planned;
        this.script = script;
    }

    @Override
    public Instant instant() {
        return planned.instant().plus(script.clockOffset());
    }

    @Override
    public ZoneId getZone() {
        return planned.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new TwinClock(planned.withZone(zone), script);
    }
}
