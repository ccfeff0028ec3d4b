package no.portnokkel.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of a token's remaining lifetime its callers get during an outage. All clients run at the same time. */
class OutageWhileValid {
    private static final Duration PAUSE = Duration.ofMillis(5);

    @TempDir
    private static Path directory;

    private final BenchmarkFixture fixture = new BenchmarkFixture(directory);
    private final TokenServer server = fixture.server();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({"503, 6", "503, 20", "503, 120", "cut, 6", "cut, 20", "cut, 120"})
    void the_rest_of_a_token(String outage, int lifetime) throws InterruptedException, ExecutionException {
        System.out.println("FIGURE " + outage + " while a token of " + lifetime + " s is valid");
        server.lifetime(Duration.ofSeconds(lifetime));
        List<Client> clients = List.of(fixture.ours(), fixture.spring(), fixture.ks());
        clients.forEach(Client::token);
        ExecutorService threads = Executors.newCachedThreadPool();
        if (outage.equals("cut")) {
            server.hangUp(true);
        } else {
            server.down(true);
        }
        List<Future<Served>> results = new ArrayList<>();
        for (Client client : clients) {
            results.add(threads.submit(() -> served(client, lifetime)));
        }
        for (Future<Served> result : results) {
            result.get().print();
        }
        threads.shutdown();
        clients.forEach(Client::close);
    }

    private static Served served(Client client, int lifetime) {
        long start = System.nanoTime();
        long end = start + Duration.ofSeconds(lifetime + 2L).toNanos();
        String first = client.token();
        double rest = TokenServer.secondsUntilExpiry(first);
        double lastServed = 0;
        int expired = 0;
        while (System.nanoTime() < end) {
            try {
                String token = client.token();
                if (TokenServer.secondsUntilExpiry(token) <= 0) {
                    expired++;
                } else {
                    lastServed = (System.nanoTime() - start) / 1e9;
                }
            } catch (RuntimeException none) {
                // not served
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return new Served(client.name(), lastServed / rest, expired);
    }

    /**
     * What the callers of one client got.
     *
     * @param share of the remaining lifetime in which tokens were returned
     * @param expired the number of expired tokens that were returned
     */
    private record Served(String client, double share, int expired) {
        void print() {
            System.out.printf("FIGURE   %-22s served %.1f %%, expired tokens %d%n", client, 100 * share, expired);
        }
    }
}
