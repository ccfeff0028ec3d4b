package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks the guarantees of the token cache against the observed events, independently of its code. Times are nanoseconds of the
 * monotonic clock since the start of the simulation; a token also ages while the machine is suspended, which that clock does not
 * count.
 */
final class CacheInvariants {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final List<String> violations = new ArrayList<>();
    private final List<Token> tokens = new ArrayList<>();
    private final List<Long> failedAt = new ArrayList<>();
    private final long grace;
    private long suspendedNanos;
    private long resumedAt = Long.MIN_VALUE / 2;
    private long clockChangedAt = Long.MIN_VALUE / 2;
    private long lastCallAt;
    private long lastMissAt;
    private @Nullable Token cached;
    private long noRequestBefore;
    private int failures;
    private int refusals;

    /** @param grace how long after a suspension an expired token may still be returned, in nanoseconds */
    CacheInvariants(long grace) {
        this.grace = grace;
    }

    /** A request was sent. Returns its number. */
    int requested(long now) {
        if (now < noRequestBefore) {
            violation(now, "request too early: after " + failures + " failures, " + refusals + " refusals");
        }
        Token valid = cached;
        if (valid != null
                && !valid.mayBeRemoved
                && valid.age(now, suspendedNanos) + tolerance() < valid.earliestRefresh()) {
            violation(now, "request although a token of age " + valid.age(now, suspendedNanos) + " is cached");
        }
        Token token = new Token(now, suspendedNanos);
        token.mayBeRemoved = now - clockChangedAt < grace; // the refresher has not swept since
        tokens.add(token);
        return tokens.size() - 1;
    }

    /** @param clockError by how much the clocks were measured to differ */
    void issued(long now, int number, long lifetime, long clockError) {
        Token token = tokens.get(number);
        token.lifetime = lifetime;
        token.margin =
                Math.min(30 * SECOND, Math.min(lifetime / 2, SECOND / 5 + (now - token.requestedAt) + clockError));
        token.mayBeRemoved |=
                token.suspendedBefore != suspendedNanos; // suspended during the request, at an unknown point
        if (token.age(now, suspendedNanos) < token.usableFor()) {
            failures = 0;
            refusals = 0;
            noRequestBefore = 0;
            failedAt.clear();
            cached = token;
        } else if (token.mayBeRemoved) {
            noRequestBefore = 0;
            failures = 0;
            cached = null;
        } else {
            failed(now, number);
        }
    }

    /** @param number of the request: the next one follows three seconds after it was sent */
    void failed(long now, int number) {
        failures++;
        if (failures > 1) {
            noRequestBefore = tokens.get(number).requestedAt + 3 * SECOND;
        }
        long sentAt = tokens.get(number).requestedAt;
        failedAt.add(sentAt);
        failedAt.removeIf(at -> sentAt - at >= 60 * SECOND);
        if (failedAt.size() > 20) {
            violation(now, "more than twenty requests in a minute of an outage");
        }
    }

    void failedByHsm(int number) {
        failures++;
        if (failures > 1) {
            noRequestBefore = tokens.get(number).requestedAt + SECOND / 10;
        }
    }

    void refused(long now) {
        failures = 0;
        refusals++;
        noRequestBefore = now + Math.min(60, 1L << Math.min(refusals - 1, 6)) * SECOND;
    }

    void returned(long now, int number) {
        Token token = tokens.get(number);
        if (token.age(now, suspendedNanos) >= token.lifetime && now - resumedAt > grace) {
            violation(now, "token " + number + " was returned although it had expired");
        }
    }

    /** Clock changes below the threshold of the detector may add up to a tenth of a second. */
    private long tolerance() {
        return clockChangedAt > 0 ? SECOND / 10 : 0;
    }

    void called(long now) {
        if (now - lastCallAt > 120 * SECOND) { // idle for so long that failures are forgotten
            failures = 0;
            refusals = 0;
            noRequestBefore = 0;
        }
        lastCallAt = now;
    }

    void missed(long now) {
        lastMissAt = now;
        Token valid = cached;
        if (valid != null && !valid.mayBeRemoved && valid.age(now, suspendedNanos) + tolerance() < valid.usableFor()) {
            violation(now, "a caller waits while a token of age " + valid.age(now, suspendedNanos) + " is valid");
        }
    }

    void requireNoMissAfterTheFirst(long now) {
        if (lastMissAt > tokens.get(0).requestedAt + SECOND) {
            violation(now, "a caller waited although nothing failed, at " + lastMissAt);
        }
    }

    void suspended(long now, long time) {
        suspendedNanos += time;
        resumedAt = now;
        clockChangedAt = now;
    }

    /** The wall clock was set forward: cached tokens may be removed. */
    void wallClockSetForward(long now) {
        clockChangedAt = now;
        mayRemoveAll();
    }

    private void mayRemoveAll() {
        tokens.forEach(token -> token.mayBeRemoved = true);
    }

    void cleared() {
        mayRemoveAll();
        failedAt.clear();
        cached = null;
        failures = 0;
        refusals = 0;
        noRequestBefore = 0;
    }

    void violation(long now, String what) {
        violations.add(what + ", at " + now);
    }

    List<String> violations() {
        return violations;
    }

    /** A token and the guarantees for it. */
    private static final class Token {
        final long requestedAt;
        final long suspendedBefore;
        long lifetime;
        long margin;
        boolean mayBeRemoved;

        Token(long requestedAt, long suspendedBefore) {
            this.requestedAt = requestedAt;
            this.suspendedBefore = suspendedBefore;
        }

        long age(long now, long suspendedNanos) {
            return now - requestedAt + suspendedNanos - suspendedBefore;
        }

        long usableFor() {
            return lifetime - margin;
        }

        /** 70 % of the lifetime, or a little before the hard stop. */
        long earliestRefresh() {
            return Math.min(lifetime * 70 / 100, usableFor() * 79 / 100);
        }
    }
}
