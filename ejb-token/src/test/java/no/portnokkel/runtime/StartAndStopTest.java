package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import java.util.logging.Level;
import no.portnokkel.events.EventPublisher.EventListener;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.secrets.LogCapture;
import no.portnokkel.testkit.ReceivedGrant;
import no.portnokkel.testkit.ScriptedAnswer;
import no.portnokkel.testkit.hsm.FaultShim;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The first seconds of an application and its last, and what its log says of them. */
@ResourceLock("softhsm2") // one SoftHSM store per process
@Tag("one-jdk")
class StartAndStopTest extends TwoTwinsFixture {
    private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private LogCapture log;
    private String application;
    private FaultShim shim;

    @BeforeEach
    void given_an_application_with_a_name_and_a_module_that_can_be_slow(TestInfo test) {
        application = "app-" + Integer.toHexString(test.getDisplayName().hashCode());
        String threads = application;
        log = LogCapture.start((entry, text) -> {
            boolean isOurs = Thread.currentThread().getName().startsWith(threads) || text.contains(threads);
            if (isOurs && entry.getLoggerName().startsWith("no.portnokkel")) {
                (entry.getLevel().intValue() >= Level.WARNING.intValue() ? warnings : lines).add(text);
            }
        });
        shim = FaultShim.before(hsm, dataDir);
        bank.with("hsm.library", shim.module().toString()).with("tokens.wait", "PT30S");
    }

    @AfterEach
    void stop_listening() {
        log.close();
    }

    private PortnokkelOperations start(EventListener... listeners) {
        ThreadFactory threads = task -> new Thread(task, application);
        return PortnokkelOperations.start(ConfigValues.of(bank.values()), threads, application, listeners);
    }

    @Test
    void the_first_token_waits_for_the_first_login_however_slow_that_is() {
        bank.with("hsm.sign-timeout", "PT1S");
        shim.says("C_Login slow 2500");
        try (PortnokkelOperations portnokkel = start()) {
            AccessToken token = portnokkel.tokens().get(INCOME);

            assertThat(token.value()).isNotEmpty();
        }
    }

    @Test
    void a_client_with_a_registered_key_waits_too_and_sends_a_grant_that_is_not_old() {
        bank.with("hsm.sign-timeout", "PT1S").with("environments.first.kid", "registered");
        shim.says("C_Login slow 2500");
        try (PortnokkelOperations portnokkel = start()) {
            Throwable refused = catchThrowable(() -> portnokkel.tokens().get(INCOME));

            assertThat(refused).hasMessageContaining("maskinporten-refused"); // the twin does not know the kid
            assertThat(FIRST.twin().grants())
                    .last()
                    .satisfies(grant -> assertThat(Duration.between(issuedAt(grant), grant.at()))
                            .as("shorter than the login")
                            .isLessThan(Duration.ofSeconds(2)));
        }
    }

    private static Instant issuedAt(ReceivedGrant grant) {
        return Instant.ofEpochSecond(
                ((Number) Objects.requireNonNull(grant.claims().get("iat"))).longValue());
    }

    @Test
    void a_healthy_start_is_no_warning_although_the_login_is_slow() throws InterruptedException {
        bank.with("hsm.sign-timeout", "PT1S");
        shim.says("C_Login slow 4000");
        try (PortnokkelOperations portnokkel = start()) {
            assertThat(portnokkel.awaitReady(Duration.ofSeconds(60))).isTrue();
        }

        assertThat(warnings).isEmpty();
        assertThat(lines).anyMatch(line -> line.contains("onnecting to"));
    }

    @Test
    void a_stop_during_the_start_leaves_no_stack_trace() {
        shim.says("C_Initialize slow 300", "C_Login slow 300");
        for (int start = 0; start < 5; start++) {
            PortnokkelOperations portnokkel = start();
            CompletableFuture<Throwable> call = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> portnokkel.tokens().get(INCOME)), task -> new Thread(task).start());
            await().pollDelay(Duration.ofMillis(100L * start)).until(() -> true);
            portnokkel.close();
            assertStopping(call.join());
        }

        assertThat(warnings).isEmpty();
    }

    @Test
    void whoever_calls_during_or_after_a_stop_is_told_that_the_application_stops() throws Exception {
        FIRST.twin().faults().always(ScriptedAnswer.slow(Duration.ofSeconds(20)));
        PortnokkelOperations portnokkel = start();
        Supplier<AccessToken> supplier = portnokkel.tokens().supplier(INCOME);
        assertThat(portnokkel.awaitReady(Duration.ofSeconds(60))).isTrue();
        List<CompletableFuture<Throwable>> waiting = List.of(
                CompletableFuture.supplyAsync(
                        () -> catchThrowable(() -> portnokkel.tokens().get(INCOME)), task -> new Thread(task).start()),
                CompletableFuture.supplyAsync(
                        () -> catchThrowable(() -> portnokkel.tokens().get(TokenRequest.forScope("nav:aap"))),
                        task -> new Thread(task).start()));
        await().until(() -> FIRST.twin().grants().size() >= 2);

        portnokkel.close();

        for (CompletableFuture<Throwable> call : waiting) {
            assertStopping(call.join());
        }
        assertStopping(catchThrowable(() -> portnokkel.tokens().get(INCOME)));
        assertStopping(catchThrowable(supplier::get));
        assertStopping(catchThrowable(() -> portnokkel.trial(INCOME, true)));
        assertThat(warnings).isEmpty();
    }

    private static void assertStopping(Throwable failure) {
        assertThat(failure).isInstanceOf(TokenUnavailableException.class);
        assertThat(((TokenUnavailableException) failure).problem().code()).isEqualTo(ProblemCode.STOPPING);
    }
}
