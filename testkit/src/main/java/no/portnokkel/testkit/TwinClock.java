package no.portnokkel.testkit;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** The clock of a twin: the configured clock plus the offset of the fault plan. */
final class TwinClock extends Clock {

    private final Clock base;
    private final FaultPlan faults;

    TwinClock(Clock base, FaultPlan faults) {
        this.base = base;
        this.faults = faults;
    }

    @Override
    public Instant instant() {
        return base.instant().plus(faults.clockOffset());
    }

    @Override
    public ZoneId getZone() {
        return base.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new TwinClock(base.withZone(zone), faults);
    }
}
