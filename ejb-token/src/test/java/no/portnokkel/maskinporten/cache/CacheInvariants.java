package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows what is promised, and sees what is done. Times are nanoseconds of a monotonic clock since the life began; a token
 * ages while the machine sleeps, which that clock does not see.
 */
final class CacheInvariants {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final List<String> complaints = new ArrayList<>();
    private final List<Token> tokens = new ArrayList<>();
    private final long grace;
    private long slept;
    private long wokeUp = Long.MIN_VALUE / 2;
    private long jumped = Long.MIN_VALUE / 2;
    private long lastCall;
    private long lastWait;
    private @Nullable Token kept;
    private long mayNotAskBefore;
    private int failures;
    private int refusals;

    /** @param grace how long after a sleep an expired token may still be handed out */
    CacheInvariants(long grace) {
        this.grace = grace;
    }

    /** A request was sent. Returns its number. */
    int asked(long now) {
        if (now < mayNotAskBefore) {
            complain(now, "asked too soon: after " + failures + " failures, " + refusals + " refusals");
        }
        Token valid = kept;
        if (valid != null && !valid.mayBeGone && valid.age(now, slept) + slack() < valid.earliestRenewal()) {
            complain(now, "asked although a token of age " + valid.age(now, slept) + " is kept");
        }
        Token token = new Token(now, slept);
        token.mayBeGone = now - jumped < grace; // the refresher has not looked since
        tokens.add(token);
        return tokens.size() - 1;
    }

    void issued(long now, int number, long lifetime) {
        Token token = tokens.get(number);
        token.lifetime = lifetime;
        token.mayBeGone |= token.sleptBefore != slept; // asleep while it was under way: which part, nobody knows
        if (token.age(now, slept) < token.usableFor()) {
            failures = 0;
            refusals = 0;
            mayNotAskBefore = 0;
            kept = token;
        } else if (token.mayBeGone) {
            mayNotAskBefore = 0;
            failures = 0;
            kept = null;
        } else {
            failed(now);
        }
    }

    void failed(long now) {
        failures++;
        if (failures > 1) {
            mayNotAskBefore = now + (SECOND << Math.min(failures - 2, 5)) / 10;
            mayNotAskBefore = Math.min(mayNotAskBefore, now + 2 * SECOND);
        }
    }

    void failedByHsm(long now) {
        failures++;
        if (failures > 1) {
            mayNotAskBefore = now + SECOND / 10;
        }
    }

    void refused(long now) {
        failures = 0;
        refusals++;
        mayNotAskBefore = now + Math.min(60, 1L << Math.min(refusals - 1, 6)) * SECOND;
    }

    void handedOut(long now, int number) {
        Token token = tokens.get(number);
        if (token.age(now, slept) >= token.lifetime && now - wokeUp > grace) {
            complain(now, "token " + number + " was handed out expired");
        }
    }

    /** Jumps too small to be seen add up to a second before they are. */
    private long slack() {
        return jumped > 0 ? SECOND : 0;
    }

    void called(long now) {
        if (now - lastCall > 120 * SECOND) { // nobody has asked for so long that failures are forgotten
            failures = 0;
            refusals = 0;
            mayNotAskBefore = 0;
        }
        lastCall = now;
    }

    void waits(long now) {
        lastWait = now;
        Token valid = kept;
        if (valid != null && !valid.mayBeGone && valid.age(now, slept) + slack() < valid.usableFor()) {
            complain(now, "a caller waits while a token of age " + valid.age(now, slept) + " is valid");
        }
    }

    void requireNoWaitsAfterTheFirst(long now) {
        if (lastWait > tokens.get(0).askedAt + SECOND) {
            complain(now, "a caller waited on a calm day, at " + lastWait);
        }
    }

    void slept(long now, long time) {
        slept += time;
        wokeUp = now;
        jumped = now;
    }

    /** The wall clock was set forward: what is kept may be dropped, or not. */
    void setForward(long now) {
        jumped = now;
        mayDropAll();
    }

    private void mayDropAll() {
        tokens.forEach(token -> token.mayBeGone = true);
    }

    void forgot() {
        mayDropAll();
        kept = null;
        failures = 0;
        refusals = 0;
        mayNotAskBefore = 0;
    }

    void complain(long now, String what) {
        complaints.add(what + ", at " + now);
    }

    List<String> complaints() {
        return complaints;
    }

    /** A token as the promise has it. */
    private static final class Token {
        final long askedAt;
        final long sleptBefore;
        long lifetime;
        boolean mayBeGone;

        Token(long askedAt, long sleptBefore) {
            this.askedAt = askedAt;
            this.sleptBefore = sleptBefore;
        }

        long age(long now, long slept) {
            return now - askedAt + slept - sleptBefore;
        }

        /** All but the last 8 %, of at least 1 s and at most 30 s. */
        long usableFor() {
            return lifetime - Math.max(SECOND, Math.min(30 * SECOND, lifetime * 8 / 100));
        }

        /** 70 % of the lifetime, or a little before the hard stop. */
        long earliestRenewal() {
            return Math.min(lifetime * 70 / 100, usableFor() * 79 / 100);
        }
    }
}
