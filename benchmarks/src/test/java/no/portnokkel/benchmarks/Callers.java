package no.portnokkel.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Many threads that want the token of one client at the same time.
 *
 * @param number of them
 * @param pause of each between two calls
 */
record Callers(int number, Duration pause) {
    private static final long WAITED = Duration.ofMillis(280).toNanos();

    /** Lets them call for so long; at least once each. */
    Seen call(Client client, Duration howLong) {
        ExecutorService threads = Executors.newFixedThreadPool(number);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Seen>> callers = new ArrayList<>();
        for (int caller = 0; caller < number; caller++) {
            callers.add(threads.submit(() -> {
                go.await();
                return callFor(client, howLong);
            }));
        }
        go.countDown();
        Seen all = Seen.NOTHING;
        for (Future<Seen> caller : callers) {
            all = all.and(result(caller));
        }
        threads.shutdown();
        return all;
    }

    private static Seen result(Future<Seen> caller) {
        try {
            return caller.get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private Seen callFor(Client client, Duration howLong) {
        long end = System.nanoTime() + howLong.toNanos();
        Seen seen = Seen.NOTHING;
        do {
            seen = seen.and(once(client));
            if (!pause.isZero()) {
                LockSupport.parkNanos(pause.toNanos());
            }
        } while (System.nanoTime() < end);
        return seen;
    }

    private static Seen once(Client client) {
        long start = System.nanoTime();
        boolean failed = false;
        try {
            failed = client.token().isEmpty();
        } catch (RuntimeException none) {
            failed = true;
        }
        return new Seen(1, System.nanoTime() - start > WAITED ? 1 : 0, failed ? 1 : 0);
    }

    /**
     * What they have seen.
     *
     * @param calls all
     * @param waited those that took about as long as the slow server, or longer
     * @param failed those that got no token
     */
    record Seen(long calls, long waited, long failed) {
        static final Seen NOTHING = new Seen(0, 0, 0);

        Seen and(Seen other) {
            return new Seen(calls + other.calls, waited + other.waited, failed + other.failed);
        }
    }
}
