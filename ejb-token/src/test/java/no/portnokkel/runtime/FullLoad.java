package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import no.portnokkel.hsm.connection.AbandonableExecutor;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.cache.CachedToken;
import no.portnokkel.maskinporten.cache.FetchRuntime;
import no.portnokkel.maskinporten.cache.TokenCache;
import no.portnokkel.maskinporten.config.TokenSettings;
import no.portnokkel.maskinporten.endpoint.IssuedToken;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import no.portnokkel.testkit.registry.RegisteredClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The load program: when it is named ({@code -Dtest=FullLoad}), and never in a test run of all. Prints its figures. */
@ResourceLock("softhsm2") // one store a process
class FullLoad {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final int THREADS = 8;
    private static final int KEYS = 10_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @Test
    void nobody_waits_for_a_minute_across_expiries(@TempDir Path directory) throws Exception {
        TestAuthority authority = TestAuthority.create();
        SoftHsmToken hsm = SoftHsmToken.create(directory, "load", "987654");
        hsm.generateKey(
                "seal", key -> authority.certify(key, OrganisationCertificate.seal(BankConfig.OWNER, "Testbanken AS")));
        try (MaskinportenTwin twin = MaskinportenTwin.builder()
                        .authority(authority)
                        .client(RegisteredClient.of(BankConfig.CLIENT, BankConfig.OWNER, "skatteetaten:inntekt"))
                        .start();
                Portnokkel portnokkel =
                        new BankConfig(hsm, directory).in("lab", twin).starts()) {
            twin.faults().delay(Duration.ofMillis(300));
            twin.faults().tokenLifetime(Duration.ofSeconds(10));
            CachedToken live =
                    ((EnvironmentTokens) portnokkel.tokens()).life().tokens().of(INCOME);
            assertThat(live.get()).isNotNull();
            List<Future<Load>> loads = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                loads.add(threads.submit(() -> load(live)));
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

    /** As an injected supplier does it, but counting who would have to wait. */
    private static Load load(CachedToken live) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        Load load = new Load(0, 0, 0);
        for (long calls = 0; System.nanoTime() < end; calls++) {
            AccessToken token = live.hit(System.nanoTime());
            boolean waits = token == null;
            if (token == null) {
                token = live.get().token();
            }
            boolean expired = calls % 1_000 == 0 && Instant.now().isAfter(token.expiresAt());
            load = load.and(new Load(1, waits ? 1 : 0, expired ? 1 : 0));
        }
        return load;
    }

    @Test
    void ten_thousand_tokens_are_small_and_looked_after_cheaply() {
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
                        Duration.ZERO),
                new TokenSettings(0.75, 0.08, KEYS, Duration.ofSeconds(15)),
                new FetchRuntime(
                        new AbandonableExecutor(Runnable::run, 1),
                        Runnable::run,
                        Clock.systemUTC(),
                        System::nanoTime,
                        new Random(1)));
        long before = usedMemory();
        for (TokenRequest request : requests) {
            tokens.of(request).get();
        }
        long each = (usedMemory() - before) / KEYS;
        long began = System.nanoTime();
        for (int look = 0; look < 200; look++) {
            tokens.look();
        }
        long micros = (System.nanoTime() - began) / 200 / 1_000;
        System.out.printf("FIGURE %d tokens: %d bytes each, a look %d µs%n", KEYS, each, micros);
        assertThat(tokens.usable()).hasSize(KEYS);
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
