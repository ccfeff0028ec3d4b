package no.portnokkel.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** What is looked at again and again, each on its own: a slow HSM delays no switch, a slow network no look at the HSM. */
final class PeriodicTasks implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PeriodicTasks.class.getName());

    /** Often enough for tokens of a few seconds; a look at ten thousand tokens takes about half a millisecond. */
    private static final long REFRESHER_MILLIS = 200;

    private final ThreadPools threads;
    private final List<ScheduledFuture<?>> planned = new ArrayList<>();

    /** @param threads the caller's to close, after this */
    PeriodicTasks(ThreadPools threads) {
        this.threads = threads;
    }

    /** From now on, once a second after the last has ended. It may wait. */
    void everySecond(Runnable look) {
        planned.add(threads.background().scheduleWithFixedDelay(() -> goOn(look), 0, 1, TimeUnit.SECONDS));
    }

    /** A few times a second. It must not wait. */
    void refresh(Runnable look) {
        planned.add(threads.alarms()
                .scheduleWithFixedDelay(() -> goOn(look), REFRESHER_MILLIS, REFRESHER_MILLIS, TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        planned.forEach(look -> look.cancel(true));
    }

    private static void goOn(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException unexpected) { // a periodic task that throws is never run again
            LOG.log(
                    System.Logger.Level.ERROR,
                    "A look at the environment or the key failed; the next one follows",
                    unexpected);
        }
    }
}
