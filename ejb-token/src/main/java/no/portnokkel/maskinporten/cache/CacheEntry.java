package no.portnokkel.maskinporten.cache;

import org.jspecify.annotations.Nullable;

/**
 * Where the token of one request lies. Once closed it stays empty, so that a flight under way puts nothing in. What a
 * {@link CachedToken} is, and not what it has: a hit follows one reference less.
 */
abstract sealed class CacheEntry permits CachedToken {
    private volatile @Nullable TimedToken kept; // written under the lock, read without
    private boolean taken; // raced for by callers and refresher: a hint that comes a look later is as good
    private boolean closed;

    /** Hands out the token, if it may be at this time; else null. One volatile read. */
    @Nullable
    TimedToken take(long nowNanos) {
        TimedToken held = usable(nowNanos);
        if (held != null && !taken) { // reading is free for all who share the line, writing is not
            taken = true;
        }
        return held;
    }

    /** The token that may be handed out at this time; null when there is none. */
    @Nullable
    TimedToken usable(long nowNanos) {
        TimedToken held = kept;
        return held != null && held.isUsable(nowNanos) ? held : null;
    }

    /** What is kept, usable or not. */
    @Nullable
    TimedToken held() {
        return kept;
    }

    synchronized void put(TimedToken issued) {
        if (!closed) {
            kept = issued;
        }
    }

    /**
     * Ages what is kept, if the machine has slept, and drops what is past its hard stop.
     *
     * @return whether a token was taken since the last time
     */
    synchronized boolean tidy(long nowNanos, long sleptNanos) {
        TimedToken held = kept;
        if (held != null) {
            TimedToken aged = sleptNanos == 0 ? held : held.olderBy(sleptNanos);
            kept = aged.isUsable(nowNanos) ? aged : null;
        }
        boolean wasTaken = taken;
        if (wasTaken) {
            taken = false;
        }
        return wasTaken;
    }

    synchronized void clear() {
        kept = null;
    }

    synchronized void close() {
        closed = true;
        kept = null;
    }
}
