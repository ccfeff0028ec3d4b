package no.portnokkel.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.ScriptedAnswer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Callers that do not wait for their tokens, with a real HSM token and a slow Maskinporten. */
@ResourceLock("softhsm2") // one SoftHSM store per process
class AsynchronousCallersTest {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final TokenRequest UNKNOWN = TokenRequest.forScope("skatteetaten:formue");

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN = Bank.maskinporten("skatteetaten:inntekt", "nav:aap");

    private final MaskinportenTwin twin = MASKINPORTEN.twin();

    @TempDir
    private Path directory;

    private BankConfig config;
    private PortnokkelOperations portnokkel;

    @BeforeEach
    void start() throws InterruptedException {
        config = new BankConfig(Bank.hsm(directory, "asynchronous"), directory)
                .in("lab", twin)
                .with("tokens.wait", "PT5S");
        portnokkel = config.start();
        assertThat(portnokkel.awaitReady(Duration.ofSeconds(60))).isTrue();
    }

    @AfterEach
    void stop() {
        portnokkel.close();
    }

    @Test
    void a_caller_does_not_wait_while_maskinporten_is_slow() throws Exception {
        twin.faults().delay(Duration.ofSeconds(2));

        CompletableFuture<AccessToken> stage =
                portnokkel.tokens().getAsync(INCOME).toCompletableFuture();

        assertThat(stage).as("returned before the answer").isNotDone();
        assertThat(stage.get(30, SECONDS)).isEqualTo(portnokkel.tokens().get(INCOME));
    }

    @Test
    void a_cached_token_is_there_at_once() {
        AccessToken cached = portnokkel.tokens().get(INCOME);

        assertThat(portnokkel.tokens().getAsync(INCOME)).isCompletedWithValue(cached);
    }

    @Test
    void a_thousand_stages_for_one_request_cost_one_grant() throws Exception {
        twin.faults().delay(Duration.ofMillis(300));

        List<CompletableFuture<AccessToken>> stages = IntStream.range(0, 1_000)
                .mapToObj(any -> portnokkel.tokens().getAsync(INCOME).toCompletableFuture())
                .toList();

        for (CompletableFuture<AccessToken> stage : stages) {
            assertThat(stage.get(30, SECONDS)).isEqualTo(portnokkel.tokens().get(INCOME));
        }
        assertThat(twin.grantsReceived()).isEqualTo(1);
    }

    @Test
    void a_refusal_is_the_failure_of_the_stage_itself() throws Exception {
        assertThat(failure(portnokkel.tokens().getAsync(UNKNOWN))).isInstanceOf(TokenRefusedException.class);
    }

    @Test
    void a_stage_ends_when_the_longest_wait_is_over() throws Exception {
        twin.faults().always(ScriptedAnswer.hang());

        Throwable failure = failure(portnokkel.tokens().getAsync(INCOME));

        assertThat(failure)
                .isInstanceOf(TokenUnavailableException.class)
                .asInstanceOf(InstanceOfAssertFactories.type(TokenUnavailableException.class))
                .extracting(unavailable -> unavailable.problem().code())
                .isEqualTo(ProblemCode.MASKINPORTEN_UNAVAILABLE);
    }

    @Test
    void applications_that_block_in_their_stages_delay_no_fetch_of_others() throws Exception {
        twin.faults().delay(Duration.ofMillis(200));
        CountDownLatch release = new CountDownLatch(1);
        for (int caller = 0; caller < 200; caller++) {
            CompletionStage<Void> unused = portnokkel.tokens().getAsync(INCOME).thenAccept(token -> await(release));
        }
        try {
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            assertThat(portnokkel.tokens().get(TokenRequest.forScope("nav:aap")))
                    .isNotNull();
        } finally {
            release.countDown();
        }
    }

    @Test
    void the_stop_ends_stages_that_are_not_complete() throws Exception {
        twin.faults().always(ScriptedAnswer.hang());
        CompletionStage<AccessToken> stage = portnokkel.tokens().getAsync(INCOME);

        portnokkel.close();

        assertThat(failure(stage))
                .isInstanceOf(TokenUnavailableException.class)
                .asInstanceOf(InstanceOfAssertFactories.type(TokenUnavailableException.class))
                .extracting(unavailable -> unavailable.problem().code())
                .isEqualTo(ProblemCode.STOPPING);
        assertThat(failure(portnokkel.tokens().getAsync(INCOME))).isInstanceOf(TokenUnavailableException.class);
    }

    @Test
    void tokens_of_another_implementation_are_asked_on_another_thread() throws Exception {
        AtomicReference<Thread> asked = new AtomicReference<>();
        Tokens others = request -> {
            asked.set(Thread.currentThread());
            return portnokkel.tokens().get(request);
        };

        assertThat(others.getAsync(INCOME).toCompletableFuture().get(30, SECONDS))
                .isEqualTo(portnokkel.tokens().get(INCOME));
        assertThat(asked.get()).isNotEqualTo(Thread.currentThread());
        assertThat(failure(others.getAsync(UNKNOWN))).isInstanceOf(TokenRefusedException.class);
    }

    /** Waits for the failure of a stage, as a dependent stage gets it. */
    private static Throwable failure(CompletionStage<?> stage) throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        CompletionStage<?> unused = stage.whenComplete(
                (token, failed) -> failure.complete(failed == null ? new AssertionError("a token") : failed));
        return failure.get(30, SECONDS);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
