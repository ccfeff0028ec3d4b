package no.portnokkel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import no.portnokkel.events.PortnokkelEvent.TokenIssued;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.runtime.PortnokkelOperations;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.registry.RegisteredClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens with a short lifetime, a real HSM token, and faults; by default for twenty minutes ({@code -Dsoak=PT20M}). */
class Soak {
    private static final Duration LENGTH = Duration.parse(System.getProperty("soak", "PT20M"));
    private static final Duration LIFETIME = Duration.ofSeconds(10);

    /** Before its expiry a token may be withheld for this time and for that of its exchange: the margin, and a busy machine. */
    private static final Duration MARGIN = Duration.ofMillis(500);

    private static final Duration UNKNOWN_EXCHANGE = LIFETIME;
    private static final long WAITED = Duration.ofMillis(250).toNanos();
    private static final int CALLERS = 4;
    private static final String SCOPE = "skatteetaten:inntekt";

    private final Map<AccessToken, Duration> exchanges = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong withoutToken = new AtomicLong();
    private final AtomicLong expired = new AtomicLong();
    private final AtomicLong disturbed = new AtomicLong();
    private final ScheduledExecutorService faults = Executors.newScheduledThreadPool(2);
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void short_lifetimes_with_faults(@TempDir Path directory) throws Exception {
        TestAuthority authority = TestAuthority.create();
        BankKey key = BankKey.in(directory, authority);
        FaultShim shim = FaultShim.before(key.hsm(), directory);
        try (MaskinportenTwin twin = MaskinportenTwin.builder()
                        .authority(authority)
                        .client(RegisteredClient.of("bank-client", BankKey.OWNER, SCOPE)
                                .withTokenLifetime(LIFETIME))
                        .start();
                PortnokkelOperations portnokkel = PortnokkelClient.start(
                        key,
                        "custom", // the fault shim does not verify signatures, so each one is checked
                        shim.module(),
                        twin.issuer(),
                        directory)) {
            portnokkel.register(event -> {
                if (event instanceof TokenIssued issued) {
                    exchanges.put(issued.token(), issued.exchangeTime());
                }
            });
            List<Future<?>> all = new ArrayList<>();
            long end = System.nanoTime() + LENGTH.toNanos();
            Supplier<AccessToken> supplier = portnokkel.tokens().supplier(TokenRequest.forScope(SCOPE));
            for (int caller = 0; caller < CALLERS; caller++) {
                all.add(callers.submit(() -> call(supplier, end)));
            }
            all.add(callers.submit(() -> applicants(portnokkel, end)));
            FaultSchedule schedule = new FaultSchedule(twin, shim, new Random(20));
            List<Future<?>> changes = List.of(
                    faults.scheduleAtFixedRate(schedule::begin, 3, 6, TimeUnit.SECONDS),
                    faults.scheduleAtFixedRate(schedule::end, 5, 6, TimeUnit.SECONDS));

            TimeUnit.NANOSECONDS.sleep(LENGTH.toNanos() / 5);
            Footprint early = Footprint.now();
            for (Future<?> one : all) {
                one.get();
            }
            changes.forEach(change -> change.cancel(false));
            faults.shutdown();
            callers.shutdown();
            long refusedGrants = twin.grantsReceived() - twin.grantsAccepted();
            System.out.printf(
                    "FIGURE soak of %s: calls %d, without token %d, expired %d, disturbed %d, grants %d, refused by rule %d,"
                            + " generation %d%n",
                    LENGTH,
                    calls.get(),
                    withoutToken.get(),
                    expired.get(),
                    disturbed.get(),
                    twin.grantsReceived(),
                    refusedGrants,
                    portnokkel.hsm().orElseThrow().generation());
            System.out.printf("FIGURE   after a fifth %s, at the end %s%n", early, Footprint.now());
            assertThat(List.of(expired.get(), disturbed.get(), refusedGrants)).containsOnly(0L);
        }
    }

    /** A caller that knows how long its last token was usable, and so whether it should have waited or failed. */
    private void call(Supplier<AccessToken> supplier, long end) {
        Instant usableUntil = Instant.MIN;
        while (System.nanoTime() < end) {
            boolean wasUsable = Instant.now().isBefore(usableUntil);
            long start = System.nanoTime();
            try {
                AccessToken token = supplier.get();
                if (!Instant.now().isBefore(token.expiresAt())) {
                    expired.incrementAndGet();
                }
                usableUntil = token.expiresAt().minus(MARGIN).minus(exchanges.getOrDefault(token, UNKNOWN_EXCHANGE));
            } catch (TokenException none) {
                withoutToken.incrementAndGet();
                if (wasUsable) {
                    disturbed.incrementAndGet();
                }
            }
            if (wasUsable && System.nanoTime() - start > WAITED) {
                disturbed.incrementAndGet();
            }
            calls.incrementAndGet();
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Requests a different token each time. */
    private void applicants(PortnokkelOperations portnokkel, long end) {
        for (int applicant = 0; System.nanoTime() < end; applicant++) {
            try {
                AccessToken token = portnokkel
                        .tokens()
                        .get(TokenRequest.forScope(SCOPE).forResources(List.of("https://bank.no/" + applicant)));
                if (!Instant.now().isBefore(token.expiresAt())) {
                    expired.incrementAndGet();
                }
            } catch (TokenException none) {
                withoutToken.incrementAndGet();
            }
            LockSupport.parkNanos(200_000_000);
        }
    }
}
