package no.portnokkel.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same days with three clients that keep tokens. Prints what callers and the server saw. */
class Comparison {
    private static final Duration TENTH_OF_A_SECOND = Duration.ofMillis(100);
    private static final Duration SLOW = Duration.ofMillis(300);
    private static final Duration SHORT_LIFE = Duration.ofSeconds(10);

    /** Our hard stop is a second before the end of a life, and {@code exp}, in whole seconds, may come a second early. */
    private static final Duration ALMOST_A_LIFE = Duration.ofMillis(7_800);

    @TempDir
    private static Path directory;

    private final BenchmarkFixture laboratory = new BenchmarkFixture(directory);
    private final TokenServer server = laboratory.server();

    @AfterEach
    void stop() {
        laboratory.close();
    }

    @Test
    void across_expiries_at_full_load() {
        server.delay(SLOW);
        server.lifetime(SHORT_LIFE);
        compare("full load across expiries", client -> {
            warm(client); // the first token is waited for by everybody
            report(client, new Callers(8, Duration.ZERO), Duration.ofSeconds(60));
        });
    }

    @Test
    void two_hundred_at_once_with_nothing_kept() {
        server.delay(SLOW);
        compare("200 at once, nothing kept", client -> report(client, new Callers(200, Duration.ZERO), Duration.ZERO));
    }

    @Test
    void an_outage_with_nothing_kept() {
        compare("an outage of a minute, 200 callers, nothing kept", client -> {
            server.down(true);
            report(client, new Callers(200, TENTH_OF_A_SECOND), Duration.ofMinutes(1));
            server.down(false);
        });
    }

    @Test
    void an_outage_while_a_token_is_valid() {
        server.lifetime(SHORT_LIFE);
        compare("503 while a token is valid", client -> {
            warm(client);
            server.down(true);
            report(client, new Callers(8, Duration.ofMillis(1)), ALMOST_A_LIFE);
            server.down(false);
        });
    }

    @Test
    void a_server_that_was_restarted_between_two_fetches() {
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

    private void compare(String day, Consumer<Client> trial) {
        System.out.println("FIGURE " + day);
        laboratory.each(trial);
    }

    private static void warm(Client client) {
        if (client.coldToken().isEmpty() || client.token().isEmpty()) {
            throw new IllegalStateException("The server issued nothing.");
        }
    }

    private void report(Client client, Callers callers, Duration howLong) {
        int before = server.requests();
        int repeated = server.repeated();
        Callers.Seen seen = callers.call(client, howLong);
        System.out.printf(
                "FIGURE   %-22s calls %d, waited %d, failed %d, requests %d, of them grants sent twice %d%n",
                client.name(),
                seen.calls(),
                seen.waited(),
                seen.failed(),
                server.requests() - before,
                server.repeated() - repeated);
    }
}
