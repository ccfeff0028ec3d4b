package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import no.portnokkel.events.EventPublisher;
import no.portnokkel.hsm.connection.AbandonableExecutor;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.cache.CachedToken;
import no.portnokkel.maskinporten.cache.FetchRuntime;
import no.portnokkel.maskinporten.cache.TokenCache;
import no.portnokkel.maskinporten.config.Configuration.TokenSettings;
import no.portnokkel.maskinporten.endpoint.TokenSource.IssuedToken;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import no.portnokkel.testkit.registry.RegisteredClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A load test that runs when named ({@code -Dtest=FullLoad}) and prints its figures. Not part of a normal test run. */
@ResourceLock("softhsm2") // one SoftHSM store per process
class FullLoad {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final int THREADS = 8;
    private static final int KEYS = 10_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @Test
    void no_caller_waits_during_a_minute_with_expiring_tokens(@TempDir Path directory) throws Exception {
        SoftHsmToken hsm = Bank.hsm(directory, "load");
        try (MaskinportenTwin twin = MaskinportenTwin.builder()
                        .authority(Bank.authority())
                        .client(RegisteredClient.of(Bank.CLIENT, Bank.OWNER, "skatteetaten:inntekt"))
                        .start();
                PortnokkelOperations portnokkel =
                        new BankConfig(hsm, directory).in("lab", twin).start()) {
            twin.faults().delay(Duration.ofMillis(300));
            twin.faults().tokenLifetime(Duration.ofSeconds(10));
            CachedToken entry =
                    ((EnvironmentTokens) portnokkel.tokens()).context().tokens().entry(INCOME);
            assertThat(entry.get()).isNotNull();
            List<Future<Load>> loads = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                loads.add(threads.submit(() -> load(entry)));
            }
            Load all = new Load(0, 0, 0);
            for (Future<Load> load : loads) {
                all = all.and(load.get());
            }
            System.out.printf("FIGURE full load: %s, grants %d%n", all, twin.grantsReceived());
            assertThat(all.expired()).isZero();
            assertThat(all.waited()).isZero();
        }
    }

    /** Calls like an injected supplier, and counts the calls that would wait. */
    private static Load load(CachedToken entry) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        Load load = new Load(0, 0, 0);
        for (long calls = 0; System.nanoTime() < end; calls++) {
            AccessToken token = entry.hit(System.nanoTime());
            boolean waits = token == null;
            if (token == null) {
                token = entry.get().token();
            }
            boolean expired = calls % 1_000 == 0 && Instant.now().isAfter(token.expiresAt());
            load = load.and(new Load(1, waits ? 1 : 0, expired ? 1 : 0));
        }
        return load;
    }

    @Test
    void ten_thousand_tokens_use_little_memory_and_cpu_time() {
        AccessToken text = new AccessToken("text", Instant.EPOCH, INCOME.scopes());
        TokenRequest[] requests = new TokenRequest[KEYS];
        for (int key = 0; key < KEYS; key++) {
            requests[key] = TokenRequest.forScope("bank:s" + key);
        }
        TokenCache tokens = new TokenCache(
                request -> new IssuedToken(
                        new AccessToken(text.value(), Instant.now().plusSeconds(120), request.scopes()),
                        "jti",
                        Instant.now(),
                        System.nanoTime(),
                        Duration.ofMinutes(2),
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO),
                "lab",
                new TokenSettings(0.75, OptionalDouble.empty(), KEYS, Duration.ofSeconds(15)),
                new FetchRuntime(
                        new AbandonableExecutor(Runnable::run, 1),
                        Runnable::run,
                        Clock.systemUTC(),
                        System::nanoTime,
                        new Random(1),
                        new EventPublisher("")));
        long before = usedMemory();
        for (TokenRequest request : requests) {
            tokens.entry(request).get();
        }
        long each = (usedMemory() - before) / KEYS;
        long began = System.nanoTime();
        for (int sweep = 0; sweep < 200; sweep++) {
            tokens.refreshDue();
        }
        long micros = (System.nanoTime() - began) / 200 / 1_000;
        System.out.printf("FIGURE %d tokens: %d bytes each, a sweep %d µs%n", KEYS, each, micros);
        assertThat(tokens.usableEntries()).hasSize(KEYS);
        assertThat(requests).hasSize(KEYS);
    }

    private static long usedMemory() {
        for (int round = 0; round < 5; round++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private record Load(long calls, long waited, long expired) {
        Load and(Load other) {
            return new Load(calls + other.calls, waited + other.waited, expired + other.expired);
        }
    }
}
