package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.cache.CachedToken;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.ScriptedAnswer;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many concurrent callers, with a real HSM token and a slow Maskinporten. */
@ResourceLock("softhsm2") // one SoftHSM store per process
class ConcurrentCallersTest {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN = Bank.maskinporten("skatteetaten:inntekt");

    private final MaskinportenTwin twin = MASKINPORTEN.twin();

    @TempDir
    private Path directory;

    private PortnokkelOperations portnokkel;

    static List<ScriptedAnswer> outages() {
        return List.of(ScriptedAnswer.status(503), ScriptedAnswer.hang(), ScriptedAnswer.hangUp());
    }

    @BeforeEach
    void start() {
        SoftHsmToken hsm = Bank.hsm(directory, "concurrent");
        portnokkel = new BankConfig(hsm, directory).in("lab", twin).start();
    }

    @AfterEach
    void stop() {
        portnokkel.close();
    }

    @Test
    void two_hundred_threads_and_an_empty_cache_cost_one_grant() throws Exception {
        twin.faults().delay(Duration.ofMillis(300));

        assertThat(call(200, Executors.newFixedThreadPool(200)))
                .hasSize(200)
                .containsOnly(portnokkel.tokens().get(INCOME));
        assertThat(twin.grantsReceived()).isEqualTo(1);
    }

    @Test
    @EnabledForJreRange(
            min = JRE.JAVA_21,
            disabledReason = "Virtual threads came with Java 21; ./test does this on 25.")
    void a_thousand_virtual_threads_cost_one_grant_and_none_pins_its_carrier() throws Exception {
        twin.faults().delay(Duration.ofMillis(300));
        try (Recording recording = new Recording()) {
            portnokkel.tokens().get(INCOME.forResources(List.of("https://bank.no/"))); // loading a class pins too
            recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ofMillis(100));
            recording.start();

            assertThat(call(1_000, virtualThreads()))
                    .hasSize(1_000)
                    .containsOnly(portnokkel.tokens().get(INCOME));

            recording.stop();
            assertThat(twin.grantsReceived()).isEqualTo(2);
            assertThat(pinned(recording)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("outages")
    void in_an_outage_no_caller_waits_or_fails_before_the_hard_stop(ScriptedAnswer outage) {
        twin.faults().tokenLifetime(Duration.ofSeconds(5));
        CachedToken entry =
                ((EnvironmentTokens) portnokkel.tokens()).context().tokens().entry(INCOME);
        Instant hardStop = entry.get().token().expiresAt().minusMillis(500); // at the latest, on a busy machine
        twin.faults().clear();
        twin.faults().always(outage);

        long misses = 0;
        while (Instant.now().isBefore(hardStop.minusMillis(100))) {
            boolean hit = entry.hit(System.nanoTime()) != null;
            misses += hit || !Instant.now().isBefore(hardStop.minusMillis(100)) ? 0 : 1;
        }

        assertThat(misses).isZero();
        assertThat(twin.grantsReceived()).as("refreshes were attempted").isGreaterThan(1);
    }

    private List<AccessToken> call(int callers, ExecutorService threads) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Future<AccessToken>> calls = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
            calls.add(threads.submit(() -> {
                go.await();
                return portnokkel.tokens().get(INCOME);
            }));
        }
        go.countDown();
        List<AccessToken> tokens = new ArrayList<>();
        for (Future<AccessToken> one : calls) {
            tokens.add(one.get());
        }
        threads.shutdown();
        return tokens;
    }

    /** By reflection, because the tests are compiled for Java 17. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService) Objects.requireNonNull(
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
    }

    private List<RecordedEvent> pinned(Recording recording) throws IOException {
        Path file = directory.resolve("pinned.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file);
    }
}
