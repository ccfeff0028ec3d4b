package no.portnokkel.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.http.RawServer;
import no.portnokkel.maskinporten.http.TlsIdentity;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.ScriptedAnswer;
import no.portnokkel.testkit.ca.Pem;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the response is, the caller gets its problem within the limit, and no grant is sent twice or to another server. */
@ResourceLock("softhsm2")
@Tag("one-jdk")
class HostileAnswersTest {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    /** {@code http.timeout} is PT2S; the rest allows for a busy machine. */
    private static final Duration LIMIT = Duration.ofSeconds(9);

    private static final int CALLERS = 8;

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN = twin();

    @RegisterExtension
    static final MaskinportenTwinExtension OTHER_SERVER = twin();

    private static SoftHsmToken hsm;
    private static PortnokkelOperations portnokkel;

    @TempDir
    Path directory;

    private static MaskinportenTwinExtension twin() {
        Stream<String> ofCallers = IntStream.range(0, CALLERS).mapToObj(HostileAnswersTest::scope);
        String[] scopes =
                Stream.concat(Stream.of("skatteetaten:inntekt"), ofCallers).toArray(String[]::new);
        return Bank.maskinporten(scopes);
    }

    private static String scope(int number) {
        return "bits:scope" + number;
    }

    @BeforeAll
    static void start_with_one_cached_token(@TempDir Path keys) {
        hsm = Bank.hsm(keys, "hostile-answers");
        portnokkel = bank(keys.resolve("data"))
                .in("hostile", MASKINPORTEN.twin())
                .with("http.timeout", "PT2S")
                .start();
        portnokkel.tokens().get(INCOME);
    }

    @AfterAll
    static void stop() {
        portnokkel.close();
    }

    private static BankConfig bank(Path data) {
        return new BankConfig(hsm, data);
    }

    static Stream<Arguments> faults() {
        ProblemCode outage = ProblemCode.MASKINPORTEN_UNAVAILABLE;
        ProblemCode invalid = ProblemCode.MASKINPORTEN_ANSWER_INVALID;
        return Stream.of(
                Arguments.of("hangs", ScriptedAnswer.hang(), outage, 2),
                Arguments.of("is slow", ScriptedAnswer.slow(Duration.ofMinutes(1)), outage, 2),
                Arguments.of("drips", ScriptedAnswer.drip(Duration.ofMillis(100)), outage, 1),
                Arguments.of("hangs up", ScriptedAnswer.hangUp(), outage, 2),
                Arguments.of("is cut in its body", ScriptedAnswer.cutInBody(), outage, 1),
                Arguments.of("is a gigabyte", ScriptedAnswer.huge(1L << 30), outage, 1),
                Arguments.of("is garbage", ScriptedAnswer.garbage(), invalid, 1),
                Arguments.of("is no object", ScriptedAnswer.body(200, "application/json", "[]"), invalid, 1),
                Arguments.of("is empty", ScriptedAnswer.body(200, "application/json", ""), invalid, 1),
                Arguments.of("is a page", ScriptedAnswer.wrongContentType(), invalid, 1),
                Arguments.of("is a refusal of a gateway", ScriptedAnswer.body(403, "text/html", "<html>"), invalid, 1),
                Arguments.of("is out of order", ScriptedAnswer.status(500), outage, 1));
    }

    @ParameterizedTest(name = "an answer that {0}")
    @MethodSource("faults")
    void the_caller_gets_the_problem_in_time(String description, ScriptedAnswer fault, ProblemCode code, int atMost) {
        MASKINPORTEN.twin().faults().always(fault);
        long start = System.nanoTime();

        assertNoToken(code);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(description).isLessThan(LIMIT);
        assertThat(portnokkel.tokens().get(INCOME)).as("the cached token").isNotNull();
        assertThat(MASKINPORTEN.twin().grantsReceived())
                .as("a second one if the connection was used before, and so may have been dead")
                .isBetween(1L, (long) atMost);
        assertNoGrantSentTwice();
    }

    @Test
    void a_redirect_is_not_followed() {
        MASKINPORTEN
                .twin()
                .faults()
                .always(ScriptedAnswer.redirect(OTHER_SERVER.twin().tokenEndpoint()));

        assertNoToken(ProblemCode.MASKINPORTEN_ANSWER_INVALID);

        assertThat(MASKINPORTEN.twin().grantsReceived()).isEqualTo(1);
        assertThat(OTHER_SERVER.twin().grantsReceived()).isZero();
    }

    private static void assertNoToken(ProblemCode code) {
        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> portnokkel.trial(INCOME, true))
                .satisfies(failed -> assertThat(failed.problem().code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void no_request_is_sent_while_retry_after_applies(int status) {
        MASKINPORTEN.twin().faults().next(ScriptedAnswer.status(status, Duration.ofMinutes(10)));
        try (PortnokkelOperations portnokkel =
                bank(directory).in("waiting", MASKINPORTEN.twin()).start()) {
            for (int attempt = 0; attempt < 5; attempt++) {
                assertThatExceptionOfType(TokenUnavailableException.class)
                        .isThrownBy(() -> portnokkel.trial(INCOME, true))
                        .satisfies(failed -> assertThat(failed.retryAfter()).isPresent());
            }
        }
        assertThat(MASKINPORTEN.twin().grantsReceived()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, -7, 20})
    void a_clock_skew_is_reported_and_tokens_are_still_issued(int seconds) {
        MASKINPORTEN.twin().faults().clockOff(Duration.ofSeconds(seconds));

        assertThat(portnokkel.trial(INCOME, true).cached()).isFalse();

        assertThat(clockProblem().detail().en())
                .containsPattern((Math.abs(seconds) == 7 ? "[678]" : "(19|20|21)") + " s")
                .contains(seconds > 0 ? "behind" : "ahead of");
        MASKINPORTEN.twin().faults().clear();
        portnokkel.trial(INCOME, true);
        assertThat(portnokkel.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-20, 150})
    void a_refusal_because_of_the_time_states_the_clock_skew(int seconds) {
        MASKINPORTEN.twin().faults().clockOff(Duration.ofSeconds(seconds));

        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> portnokkel.trial(INCOME, true))
                .satisfies(refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_REFUSED))
                .satisfies(refused -> assertThat(refused.problem().detail().en())
                        .containsPattern((seconds < 0 ? "(19|20|21)" : "(149|150|151)") + " s")
                        .contains(seconds > 0 ? "behind" : "ahead of"))
                .satisfies(refused -> assertThat(refused.problem().mp()).isEqualTo(seconds > 0 ? "MP-130" : null));

        assertThat(clockProblem()).isNotNull();
        assertThat(MASKINPORTEN.twin().grantsReceived())
                .as("repeated once with a new grant")
                .isEqualTo(2);
        assertNoGrantSentTwice();
    }

    @Test
    void dropped_connections_fail_no_caller() {
        for (int restart = 0; restart < 3; restart++) {
            MASKINPORTEN.twin().faults().hold(); // until each call has its own connection
            List<CompletableFuture<Void>> calls = IntStream.range(0, CALLERS)
                    .mapToObj(caller -> CompletableFuture.runAsync(
                            () -> portnokkel.trial(TokenRequest.forScope(scope(caller)), true),
                            task -> new Thread(task).start()))
                    .toList();
            await().until(() -> MASKINPORTEN.twin().faults().waiting() == CALLERS);
            MASKINPORTEN.twin().faults().release();

            assertThat(CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)))
                    .succeedsWithin(LIMIT);
            MASKINPORTEN.twin().stop();
            MASKINPORTEN.twin().start();
        }
        assertNoGrantSentTwice();
    }

    @Test
    void a_server_with_an_untrusted_certificate_gets_no_grant_and_the_problem_says_why() throws IOException {
        TlsIdentity untrusted = TlsIdentity.of("127.0.0.1");
        TlsIdentity trusted = TlsIdentity.of("127.0.0.1");
        try (RawServer server = new RawServer(untrusted.listen("TLSv1.3"), (request, out) -> {});
                PortnokkelOperations client = secure(server, trusted).start()) {
            assertThatExceptionOfType(TokenUnavailableException.class)
                    .isThrownBy(() -> client.tokens().get(INCOME))
                    .satisfies(failed ->
                            assertThat(failed.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_UNREACHABLE))
                    .withMessageContaining("TLS")
                    .withMessageContaining("portnokkel.http.truststore");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void a_server_in_the_configured_trust_store_is_accepted() throws IOException {
        TlsIdentity server = TlsIdentity.of("127.0.0.1");
        String refusal = RawServer.answer(400, "application/json", "{\"error\":\"invalid_scope\"}");
        try (RawServer maskinporten = new RawServer(
                        server.listen("TLSv1.3"), (request, out) -> out.write(refusal.getBytes(US_ASCII)));
                PortnokkelOperations client = secure(maskinporten, server).start()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> client.tokens().get(INCOME))
                    .withMessageContaining("invalid_scope");
        }
    }

    @Test
    void a_grant_is_sent_through_the_configured_proxy() {
        URI unreachable = URI.create("http://127.0.0.1:1/");
        try (RawServer proxy = RawServer.answering(
                        RawServer.answer(400, "application/json", "{\"error\":\"invalid_scope\"}"));
                PortnokkelOperations client = bank(directory.resolve("behind-a-proxy"))
                        .in("proxied", unreachable)
                        .with("http.proxy", "http://127.0.0.1:" + proxy.port())
                        .start()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> client.tokens().get(INCOME))
                    .withMessageContaining("invalid_scope");
            assertThat(proxy.requests())
                    .anySatisfy(request -> assertThat(request)
                            .startsWith("POST http://127.0.0.1:1/token HTTP/1.1")
                            .contains("assertion="));
        }
    }

    private BankConfig secure(RawServer server, TlsIdentity trusted) throws IOException {
        Path store = Files.writeString(directory.resolve("trust.pem"), Pem.of(List.of(trusted.certificate())));
        return bank(directory.resolve("secure"))
                .in("secure", URI.create("https://127.0.0.1:" + server.port() + "/"))
                .with("http.truststore", store.toString());
    }

    private Problem clockProblem() {
        return portnokkel.problems().stream()
                .filter(problem -> problem.code() == ProblemCode.CLOCK_SKEW)
                .findFirst()
                .orElseThrow();
    }

    private static void assertNoGrantSentTwice() {
        assertThat(MASKINPORTEN.twin().grants())
                .extracting(grant -> grant.claims().get("jti"))
                .doesNotHaveDuplicates();
    }
}
