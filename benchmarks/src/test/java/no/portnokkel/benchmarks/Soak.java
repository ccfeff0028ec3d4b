package no.portnokkel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.runtime.Portnokkel;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.registry.RegisteredClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many short lives of tokens through the real HSM path, with bad days; by default twenty minutes ({@code -Dsoak=PT20M}). */
class Soak {
    private static final Duration LENGTH = Duration.parse(System.getProperty("soak", "PT20M"));
    private static final Duration LIFE = Duration.ofSeconds(10);
    private static final long USABLE_MILLIS = 9_000; // all but the hard stop of a second
    private static final long WAITED = Duration.ofMillis(250).toNanos();
    private static final int CALLERS = 4;
    private static final String SCOPE = "skatteetaten:inntekt";

    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong withoutToken = new AtomicLong();
    private final AtomicLong expired = new AtomicLong();
    private final AtomicLong disturbed = new AtomicLong();
    private final ScheduledExecutorService weather = Executors.newScheduledThreadPool(2);
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void short_lives_with_bad_days(@TempDir Path directory) throws Exception {
        TestAuthority authority = TestAuthority.create();
        BankKey key = BankKey.in(directory, authority);
        FaultShim shim = FaultShim.before(key.hsm(), directory);
        try (MaskinportenTwin twin = MaskinportenTwin.builder()
                        .authority(authority)
                        .client(RegisteredClient.of("bank-client", BankKey.OWNER, SCOPE)
                                .withTokenLifetime(LIFE))
                        .start();
                Portnokkel portnokkel = PortnokkelClient.start(
                        key,
                        "custom", // nobody vouches for what stands in front of SoftHSM2 here: each signature is checked
                        shim.module(),
                        twin.issuer(),
                        directory)) {
            List<Future<?>> all = new ArrayList<>();
            long end = System.nanoTime() + LENGTH.toNanos();
            Supplier<AccessToken> injected = portnokkel.tokens().supplier(TokenRequest.forScope(SCOPE));
            for (int caller = 0; caller < CALLERS; caller++) {
                all.add(callers.submit(() -> call(injected, end)));
            }
            all.add(callers.submit(() -> applicants(portnokkel, end)));
            FaultSchedule days = new FaultSchedule(twin, shim, new Random(20));
            List<Future<?>> changes = List.of(
                    weather.scheduleAtFixedRate(days::begin, 3, 6, TimeUnit.SECONDS),
                    weather.scheduleAtFixedRate(days::end, 5, 6, TimeUnit.SECONDS));

            TimeUnit.NANOSECONDS.sleep(LENGTH.toNanos() / 5);
            Footprint early = Footprint.now();
            for (Future<?> one : all) {
                one.get();
            }
            changes.forEach(change -> change.cancel(false));
            weather.shutdown();
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

    /** A caller that knows how good its last token still was, and so whether it was right to wait or to get none. */
    private void call(Supplier<AccessToken> injected, long end) {
        Instant goodUntil = Instant.MIN;
        while (System.nanoTime() < end) {
            boolean wasGood = Instant.now().isBefore(goodUntil);
            long start = System.nanoTime();
            try {
                AccessToken token = injected.get();
                if (!Instant.now().isBefore(token.expiresAt())) {
                    expired.incrementAndGet();
                }
                goodUntil = token.expiresAt().minus(LIFE).plusMillis(USABLE_MILLIS - 300);
            } catch (TokenException none) {
                withoutToken.incrementAndGet();
                if (wasGood) {
                    disturbed.incrementAndGet();
                }
            }
            if (wasGood && System.nanoTime() - start > WAITED) {
                disturbed.incrementAndGet();
            }
            calls.incrementAndGet();
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Each asks once, for a token that nobody else has. */
    private void applicants(Portnokkel portnokkel, long end) {
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
