package no.portnokkel.maskinporten.cache;

import java.time.Duration;

/**
 * When a token was last requested. A hit only sets a flag, which the refresher converts to a time.
 *
 * <p>A token that is not requested for one lifetime is not refreshed. A token that concerns one person is usually used once, so it
 * is refreshed only if it was requested again after it was fetched.
 */
final class UsageTracker {
    private static final long IDLE_AFTER_NANOS = Duration.ofMinutes(2).toNanos();

    private final boolean personal;
    private boolean everHit;
    private long lastHit;
    private volatile long lastMiss;

    UsageTracker(boolean personal, long nowNanos) {
        this.personal = personal;
        this.lastHit = nowNanos;
        this.lastMiss = nowNanos;
    }

    /** Called by callers that find no usable token. */
    void recordMiss(long nowNanos) {
        lastMiss = nowNanos;
    }

    /** Called by the refresher if the token was read since its previous sweep. */
    void recordHit(long nowNanos) {
        everHit = true;
        lastHit = nowNanos;
    }

    /** Called by the refresher. Returns whether the next token is likely to be requested. */
    boolean isInUse(TimedToken current, long nowNanos) {
        boolean hitRecently = everHit && nowNanos - lastHit < current.lifetimeNanos();
        return personal
                ? hitRecently && lastHit - current.requestedAtNanos() > 0
                : hitRecently || nowNanos - lastMiss < current.lifetimeNanos();
    }

    /** Called by the refresher. Returns whether the last request is so long ago that failures can be forgotten too. */
    boolean isIdle(long nowNanos) {
        return nowNanos - lastHit > IDLE_AFTER_NANOS && nowNanos - lastMiss > IDLE_AFTER_NANOS;
    }
}
