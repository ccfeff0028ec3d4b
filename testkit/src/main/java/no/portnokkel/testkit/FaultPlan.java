package no.portnokkel.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes the twin misbehave. Answers of the token endpoint queued with {@link #next} come first, then the one of {@link
 * #always}, else the truth; beside that, its clock may be off and its tokens may be short-lived. Safe for any number of
 * threads.
 */
public final class FaultPlan {

    private final Deque<ScriptedAnswer> queue = new ArrayDeque<>();
    private Optional<ScriptedAnswer> standing = Optional.empty();
    private Optional<Duration> tokenLifetime = Optional.empty();
    private Duration clockOffset = Duration.ZERO;
    private Duration delay = Duration.ZERO;
    private boolean held;
    private int waiting;
    private long cleared;

    /** Queues an answer for one call. */
    public synchronized void next(ScriptedAnswer answer) {
        queue.addLast(answer);
    }

    /** Queues an answer for several calls. */
    public synchronized void next(int times, ScriptedAnswer answer) {
        for (int i = 0; i < times; i++) {
            queue.addLast(answer);
        }
    }

    /** Gives this answer to every call for which none is queued, until {@link #clear}. */
    public synchronized void always(ScriptedAnswer answer) {
        standing = Optional.of(answer);
    }

    /** Lets every answer wait that long after the grant has been judged, until {@link #clear}. */
    public synchronized void delay(Duration wait) {
        delay = wait;
    }

    /** Lets every answer wait for {@link #release}: for tests of what happens meanwhile. */
    public synchronized void hold() {
        held = true;
    }

    /** Sends the answers that {@link #hold} keeps back, and keeps back no more. */
    public synchronized void release() {
        held = false;
        notifyAll();
    }

    /** How many calls wait at this moment: for {@link #release}, or because they are told to be slow. */
    public synchronized int waiting() {
        return waiting;
    }

    /**
     * Sets the twin's clock wrong, in its checks, its tokens and its {@code Date}, until {@link #clear}.
     *
     * @param offset added to the true time; negative for a clock that is behind
     */
    public synchronized void clockOff(Duration offset) {
        clockOffset = offset;
    }

    /** Lets new tokens live that long, in whole seconds, whatever clients and scopes say, until {@link #clear}. */
    public synchronized void tokenLifetime(Duration lifetime) {
        if (lifetime.toSeconds() < 1) {
            throw new IllegalArgumentException("A token lives at least one second.");
        }
        tokenLifetime = Optional.of(lifetime);
    }

    /** Back to the truth, without delay. Calls that wait are answered now. */
    public synchronized void clear() {
        queue.clear();
        standing = Optional.empty();
        tokenLifetime = Optional.empty();
        clockOffset = Duration.ZERO;
        delay = Duration.ZERO;
        cleared++;
        release();
    }

    synchronized ScriptedAnswer take() {
        ScriptedAnswer queued = queue.pollFirst();
        return queued == null ? standing.orElseGet(ScriptedAnswer::truth) : queued;
    }

    synchronized Optional<Duration> tokenLifetime() {
        return tokenLifetime;
    }

    synchronized Duration clockOffset() {
        return clockOffset;
    }

    synchronized Map<String, Object> shown() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("queued", queue.size());
        shown.put("always", standing.isPresent());
        shown.put("waiting", waiting);
        shown.put("delay_millis", delay.toMillis());
        shown.put("clock_off_seconds", clockOffset.toSeconds());
        tokenLifetime.ifPresent(life -> shown.put("token_lifetime_seconds", life.toSeconds()));
        return shown;
    }

    /** Waits for {@link #release}, then for the answer's own pause and for {@link #delay}; {@link #clear} ends all that. */
    synchronized void waitAsTold(Duration pause) throws InterruptedException {
        long before = cleared;
        waiting++;
        try {
            while (held) {
                wait();
            }
            long end = System.nanoTime() + pause.plus(delay).toNanos();
            for (long left = end - System.nanoTime(); left > 0 && cleared == before; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } finally {
            waiting--;
        }
    }
}
