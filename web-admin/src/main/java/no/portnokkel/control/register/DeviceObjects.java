package no.portnokkel.control.register;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.HsmState;
import no.portnokkel.hsm.HsmStatus;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;

/** The keys and certificates of one device as they were read last, also while the device is away. Thread-safe. */
final class DeviceObjects {
    private final Clock clock;
    private final LongSupplier nanoClock;
    private Optional<Long> askedNanos = Optional.empty();
    private Optional<Reading> latest = Optional.empty();

    /** @param nanoClock monotonic clock, in nanoseconds */
    DeviceObjects(Clock clock, LongSupplier nanoClock) {
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    /** Reads the device in the background if it is ready, and was not read within that time. */
    synchronized void refresh(Hsm hsm, Duration interval) {
        HsmStatus status = hsm.status();
        boolean isDue = askedNanos
                .filter(before -> nanoClock.getAsLong() - before < interval.toNanos())
                .isEmpty();
        if (isDue && status.state() == HsmState.READY && hsm.listObjects(objects -> received(objects, status))) {
            askedNanos = Optional.of(nanoClock.getAsLong());
        }
    }

    private synchronized void received(TokenObjects objects, HsmStatus status) {
        latest = Optional.of(new Reading(objects, status.tokenLabel(), clock.instant()));
    }

    /** Returns what was read last; empty before the first time. */
    synchronized Optional<Reading> latest() {
        return latest;
    }

    /** @param token label of the token at that time */
    record Reading(TokenObjects objects, String token, Instant time) {}
}
