package no.portnokkel.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes the token endpoint answer what a test wants. Answers queued with {@link #next} come first, then the one of {@link
 * #always}, else the truth. Safe for any number of threads.
 */
public final class Script {

    private final Deque<ScriptedAnswer> queue = new ArrayDeque<>();
    private Optional<ScriptedAnswer> standing = Optional.empty();
    private Duration delay = Duration.ZERO;
    private boolean held;
    private int waiting;

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

    /** How many calls wait for {@link #release} at this moment. */
    public synchronized int waiting() {
        return waiting;
    }

    /** Back to the truth, without delay. */
    public synchronized void clear() {
        queue.clear();
        standing = Optional.empty();
        delay = Duration.ZERO;
        release();
    }

    synchronized Optional<ScriptedAnswer> take() {
        ScriptedAnswer queued = queue.pollFirst();
        return queued == null ? standing : Optional.of(queued);
    }

    void waitAsTold() throws InterruptedException {
        Duration pause;
        synchronized (this) {
            waiting++;
            try {
                while (held) {
                    wait();
                }
            } finally {
                waiting--;
            }
            pause = delay;
        }
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    }
}
