package no.portnokkel.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Faults of a twin. For each call, the token endpoint takes the next response queued with {@link #next}, otherwise the one
 * set with {@link #always}, otherwise the correct response. In addition, responses may be delayed, the twin's clock may be
 * wrong, and its tokens may have a short lifetime. Safe for any number of threads.
 */
public final class FaultPlan {

    private final Deque<ScriptedAnswer> queue = new ArrayDeque<>();
    private Optional<ScriptedAnswer> always = Optional.empty();
    private Optional<Duration> tokenLifetime = Optional.empty();
    private Duration clockOffset = Duration.ZERO;
    private Duration delay = Duration.ZERO;
    private boolean held;
    private int waiting;
    private long clearCount;

    /** Queues a response for one call. */
    public synchronized void next(ScriptedAnswer answer) {
        queue.addLast(answer);
    }

    /** Queues the same response for several calls. */
    public synchronized void next(int times, ScriptedAnswer answer) {
        for (int i = 0; i < times; i++) {
            queue.addLast(answer);
        }
    }

    /** Sets the response for every call for which none is queued, until {@link #clear}. */
    public synchronized void always(ScriptedAnswer answer) {
        always = Optional.of(answer);
    }

    /** Delays every response, after the grant has been checked, until {@link #clear}. */
    public synchronized void delay(Duration duration) {
        delay = duration;
    }

    /** Holds back every response until {@link #release}, so that a test can check what happens meanwhile. */
    public synchronized void hold() {
        held = true;
    }

    /** Sends the responses held back by {@link #hold}, and ends holding back. */
    public synchronized void release() {
        held = false;
        notifyAll();
    }

    /** Returns the number of calls that wait now: for {@link #release}, or because of a delay. */
    public synchronized int waiting() {
        return waiting;
    }

    /**
     * Makes the twin's clock wrong, until {@link #clear}. It is used for checks, tokens and the {@code Date} header.
     *
     * @param offset added to the correct time; negative for a slow clock
     */
    public synchronized void clockOff(Duration offset) {
        clockOffset = offset;
    }

    /**
     * Sets the lifetime of new tokens, in whole seconds, until {@link #clear}. Overrides the lifetimes of clients and scopes.
     *
     * @throws IllegalArgumentException the lifetime is shorter than one second
     */
    public synchronized void tokenLifetime(Duration lifetime) {
        if (lifetime.toSeconds() < 1) {
            throw new IllegalArgumentException("The lifetime of a token is at least one second.");
        }
        tokenLifetime = Optional.of(lifetime);
    }

    /** Removes all faults. Calls that wait get their response now. */
    public synchronized void clear() {
        queue.clear();
        always = Optional.empty();
        tokenLifetime = Optional.empty();
        clockOffset = Duration.ZERO;
        delay = Duration.ZERO;
        clearCount++;
        release();
    }

    synchronized ScriptedAnswer take() {
        ScriptedAnswer queued = queue.pollFirst();
        return queued == null ? always.orElseGet(ScriptedAnswer::truth) : queued;
    }

    synchronized Optional<Duration> tokenLifetime() {
        return tokenLifetime;
    }

    synchronized Duration clockOffset() {
        return clockOffset;
    }

    synchronized Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("queued", queue.size());
        json.put("always", always.isPresent());
        json.put("waiting", waiting);
        json.put("delay_millis", delay.toMillis());
        json.put("clock_off_seconds", clockOffset.toSeconds());
        tokenLifetime.ifPresent(lifetime -> json.put("token_lifetime_seconds", lifetime.toSeconds()));
        return json;
    }

    /** Waits for {@link #release}, then for {@code pause} and {@link #delay}. {@link #clear} ends the wait. */
    synchronized void awaitResponse(Duration pause) throws InterruptedException {
        long clearedBefore = clearCount;
        waiting++;
        try {
            while (held) {
                wait();
            }
            long end = System.nanoTime() + pause.plus(delay).toNanos();
            for (long left = end - System.nanoTime();
                    left > 0 && clearCount == clearedBefore;
                    left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } finally {
            waiting--;
        }
    }
}
