package no.portnokkel.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same scenarios with three clients that cache tokens. Prints the results of callers and server. */
class Comparison {
    private static final Duration TENTH_OF_A_SECOND = Duration.ofMillis(100);
    private static final Duration SLOW = Duration.ofMillis(300);
    private static final Duration SHORT_LIFETIME = Duration.ofSeconds(10);

    @TempDir
    private static Path directory;

    private final BenchmarkFixture fixture = new BenchmarkFixture(directory);
    private final TokenServer server = fixture.server();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void across_expiries_at_full_load() {
        server.delay(SLOW);
        server.lifetime(SHORT_LIFETIME);
        compare("full load across expiries", client -> {
            warm(client); // all clients wait for the first token
            report(client, new Callers(8, Duration.ZERO), Duration.ofSeconds(60));
        });
    }

    @Test
    void two_hundred_callers_with_an_empty_cache() {
        server.delay(SLOW);
        compare("200 callers, empty cache", client -> report(client, new Callers(200, Duration.ZERO), Duration.ZERO));
    }

    @Test
    void an_outage_with_an_empty_cache() {
        compare("an outage of a minute, 200 callers, empty cache", client -> {
            server.down(true);
            report(client, new Callers(200, TENTH_OF_A_SECOND), Duration.ofMinutes(1));
            server.down(false);
        });
    }

    @Test
    void the_first_token_after_an_outage() {
        compare("an outage of 23 s with an empty cache, one call every 0.1 s", client -> {
            server.down(true);
            int before = server.requests();
            new Callers(1, TENTH_OF_A_SECOND).call(client, Duration.ofSeconds(23));
            int requests = server.requests() - before;
            server.down(false);
            long start = System.nanoTime();
            while (new Callers(1, TENTH_OF_A_SECOND).call(client, Duration.ZERO).failed() > 0) {
                // the next call
            }
            System.out.printf(
                    "FIGURE   %-22s first token after %.1f s, requests in the outage %d%n",
                    client.name(), (System.nanoTime() - start) / 1e9, requests);
        });
    }

    @Test
    void a_server_restart_between_two_fetches() {
        compare("restarted between two fetches, 50 times", client -> {
            int repeated = server.repeated();
            int failed = 0;
            for (int fetch = 0; fetch < 50; fetch++) {
                try {
                    warm(client);
                } catch (RuntimeException none) {
                    failed++;
                }
                server.dropConnections();
            }
            System.out.printf(
                    "FIGURE   %-22s failed %d, grants sent twice %d%n",
                    client.name(), failed, server.repeated() - repeated);
        });
    }

    private void compare(String name, Consumer<Client> scenario) {
        System.out.println("FIGURE " + name);
        fixture.forEachClient(scenario);
    }

    private static void warm(Client client) {
        if (client.coldToken().isEmpty() || client.token().isEmpty()) {
            throw new IllegalStateException("The server issued nothing.");
        }
    }

    private void report(Client client, Callers callers, Duration duration) {
        int before = server.requests();
        int repeated = server.repeated();
        Callers.Results results = callers.call(client, duration);
        System.out.printf(
                "FIGURE   %-22s calls %d, waited %d, failed %d, requests %d, of them grants sent twice %d%n",
                client.name(),
                results.calls(),
                results.waited(),
                results.failed(),
                server.requests() - before,
                server.repeated() - repeated);
    }
}
