package no.portnokkel.blackbox;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks the control room of one server for tokens, again and again in the background. */
final class TokenLoop implements AutoCloseable {
    private static final int PAUSE_MILLIS = 20;
    private static final int FRESH_EVERY = 5;

    private final ControlRoomClient controlRoom;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Integer> answers = new TreeMap<>();
    private final int freshEvery;
    private int count;

    private TokenLoop(ControlRoomClient controlRoom, int freshEvery) {
        this.controlRoom = controlRoom;
        this.freshEvery = freshEvery;
    }

    static TokenLoop on(ControlRoomClient controlRoom) {
        return start(controlRoom, FRESH_EVERY);
    }

    /** Asks for cached tokens only, as applications do. */
    static TokenLoop cachedOn(ControlRoomClient controlRoom) {
        return start(controlRoom, Integer.MAX_VALUE);
    }

    private static TokenLoop start(ControlRoomClient controlRoom, int freshEvery) {
        TokenLoop loop = new TokenLoop(controlRoom, freshEvery);
        var unused = loop.thread.scheduleWithFixedDelay(loop::ask, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        return loop;
    }

    private void ask() {
        try {
            record(Integer.toString(controlRoom.trial(++count % freshEvery == 0)));
        } catch (IOException failed) {
            record(failed.toString());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void record(String answer) {
        answers.merge(answer, 1, Integer::sum);
    }

    /** Returns how many answers there were, by HTTP status; a failed connection counts by its message. */
    synchronized Map<String, Integer> answers() {
        return new TreeMap<>(answers);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
