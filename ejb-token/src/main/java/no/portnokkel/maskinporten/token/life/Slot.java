package no.portnokkel.maskinporten.token.life;

import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.token.attempt.TimedToken;
import org.jspecify.annotations.Nullable;

/** Where the token of one request lies. Once closed it stays empty, so that a flight under way puts nothing in. */
final class Slot {
    private final LongSupplier nanoClock;
    private volatile @Nullable TimedToken kept; // written under the lock, read without
    private boolean closed;

    Slot(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** The token that may be handed out now; null when there is none. One volatile read and one clock read. */
    @Nullable
    TimedToken usable() {
        TimedToken held = kept;
        return held != null && held.isUsable(nanoClock.getAsLong()) ? held : null;
    }

    /** What is kept, usable or not. */
    @Nullable
    TimedToken kept() {
        return kept;
    }

    synchronized void put(TimedToken issued) {
        if (!closed) {
            kept = issued;
        }
    }

    /** Ages what is kept, if the machine has slept, and drops what is past its hard stop. */
    synchronized void look(long nowNanos, long sleptNanos) {
        TimedToken held = kept;
        if (held != null) {
            TimedToken aged = sleptNanos == 0 ? held : held.olderBy(sleptNanos);
            kept = aged.isUsable(nowNanos) ? aged : null;
        }
    }

    synchronized void clear() {
        kept = null;
    }

    synchronized void close() {
        closed = true;
        kept = null;
    }
}
