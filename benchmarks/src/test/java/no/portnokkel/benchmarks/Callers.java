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
 * Threads that request the token of one client concurrently.
 *
 * @param number the number of threads
 * @param pause the pause of each thread between two calls
 */
record Callers(int number, Duration pause) {
    private static final long WAITED = Duration.ofMillis(280).toNanos();

    /** Calls for a duration; each thread calls at least once. */
    Results call(Client client, Duration duration) {
        ExecutorService threads = Executors.newFixedThreadPool(number);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Results>> callers = new ArrayList<>();
        for (int caller = 0; caller < number; caller++) {
            callers.add(threads.submit(() -> {
                go.await();
                return callFor(client, duration);
            }));
        }
        go.countDown();
        Results all = Results.NONE;
        for (Future<Results> caller : callers) {
            all = all.and(result(caller));
        }
        threads.shutdown();
        return all;
    }

    private static Results result(Future<Results> caller) {
        try {
            return caller.get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private Results callFor(Client client, Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        Results results = Results.NONE;
        do {
            results = results.and(once(client));
            if (!pause.isZero()) {
                LockSupport.parkNanos(pause.toNanos());
            }
        } while (System.nanoTime() < end);
        return results;
    }

    private static Results once(Client client) {
        long start = System.nanoTime();
        boolean failed = false;
        try {
            failed = client.token().isEmpty();
        } catch (RuntimeException none) {
            failed = true;
        }
        return new Results(1, System.nanoTime() - start > WAITED ? 1 : 0, failed ? 1 : 0);
    }

    /**
     * The results of calls.
     *
     * @param calls the number of calls
     * @param waited calls that took about as long as the slow server, or longer
     * @param failed calls without a token
     */
    record Results(long calls, long waited, long failed) {
        static final Results NONE = new Results(0, 0, 0);

        Results and(Results other) {
            return new Results(calls + other.calls, waited + other.waited, failed + other.failed);
        }
    }
}
