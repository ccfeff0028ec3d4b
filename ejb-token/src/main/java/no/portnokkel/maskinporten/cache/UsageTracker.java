package no.portnokkel.maskinporten.cache;

import java.time.Duration;

/**
 * How lately a token was asked for. A hit costs no more than a flag, which the refresher turns into a time.
 *
 * <p>A token that is not asked for during a lifetime is not renewed. One that concerns a single person is most often
 * used once, so it is renewed only if it was asked for again since it was fetched.
 */
final class UsageTracker {
    private static final long FORGOTTEN_AFTER = Duration.ofMinutes(2).toNanos();

    private final boolean personal;
    private boolean everHit;
    private long lastHit;
    private volatile long lastMiss;

    UsageTracker(boolean personal, long nowNanos) {
        this.personal = personal;
        this.lastHit = nowNanos;
        this.lastMiss = nowNanos;
    }

    /** Callers: there was nothing to hand out. */
    void miss(long nowNanos) {
        lastMiss = nowNanos;
    }

    /** The refresher: tokens were handed out since its last look. */
    void hit(long nowNanos) {
        everHit = true;
        lastHit = nowNanos;
    }

    /** The refresher: whether this token's successor is likely to be asked for. */
    boolean isLively(TimedToken kept, long nowNanos) {
        boolean again = everHit && nowNanos - lastHit < kept.lifetimeNanos();
        return personal
                ? again && lastHit - kept.askedAtNanos() > 0
                : again || nowNanos - lastMiss < kept.lifetimeNanos();
    }

    /** The refresher: whether it is so long ago that not even failures need be remembered. */
    boolean isOver(long nowNanos) {
        return nowNanos - lastHit > FORGOTTEN_AFTER && nowNanos - lastMiss > FORGOTTEN_AFTER;
    }
}
