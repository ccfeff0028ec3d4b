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
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.Pem;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import no.portnokkel.testkit.registry.RegisteredClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is answered, the caller hears within the limit what is wrong, and no grant is sent twice or elsewhere. */
@ResourceLock("softhsm2")
class HostileAnswersTest {
    private static final TestAuthority AUTHORITY = TestAuthority.create();
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    /** {@code http.timeout} is PT2S; the rest is for a machine that is busy with other things. */
    private static final Duration LIMIT = Duration.ofSeconds(9);

    private static final int CALLERS = 8;

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN = twin();

    @RegisterExtension
    static final MaskinportenTwinExtension ELSEWHERE = twin();

    private static SoftHsmToken hsm;
    private static Portnokkel portnokkel;

    @TempDir
    Path directory;

    private static MaskinportenTwinExtension twin() {
        String[] scopes =
                IntStream.range(0, CALLERS).mapToObj(HostileAnswersTest::scope).toArray(String[]::new);
        return new MaskinportenTwinExtension(plan -> plan.authority(AUTHORITY)
                .client(RegisteredClient.of(BankConfig.CLIENT, BankConfig.OWNER, "skatteetaten:inntekt")
                        .withScopes(scopes)));
    }

    private static String scope(int number) {
        return "bits:scope" + number;
    }

    @BeforeAll
    static void a_bank_has_a_token_and_all_is_well_at_first(@TempDir Path keys) {
        hsm = SoftHsmToken.create(keys, "hostile-answers", "987654");
        hsm.generateKey(
                "seal", key -> AUTHORITY.certify(key, OrganisationCertificate.seal(BankConfig.OWNER, "Testbanken AS")));
        portnokkel = bank(keys.resolve("data"))
                .in("hostile", MASKINPORTEN.twin())
                .with("http.timeout", "PT2S")
                .starts();
        portnokkel.tokens().get(INCOME);
    }

    @AfterAll
    static void the_bank_closes() {
        portnokkel.close();
    }

    private static BankConfig bank(Path data) {
        return new BankConfig(hsm, data);
    }

    static Stream<Arguments> faults() {
        ProblemCode outage = ProblemCode.MASKINPORTEN_UNAVAILABLE;
        ProblemCode invalid = ProblemCode.MASKINPORTEN_ANSWER_INVALID;
        return Stream.of(
                Arguments.of("hangs", ScriptedAnswer.hang(), outage, 1),
                Arguments.of("is slow", ScriptedAnswer.slow(Duration.ofMinutes(1)), outage, 1),
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
    void the_caller_hears_in_time_what_is_wrong(String how, ScriptedAnswer fault, ProblemCode code, int grants) {
        MASKINPORTEN.twin().faults().always(fault);
        long start = System.nanoTime();

        assertThatNoTokenComes(code);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(how).isLessThan(LIMIT);
        assertThat(portnokkel.tokens().get(INCOME)).as("the token kept").isNotNull();
        assertThat(MASKINPORTEN.twin().grantsReceived()).isEqualTo(grants);
        assertThatNoGrantIsSentTwice();
    }

    @Test
    void an_answer_that_leads_elsewhere_is_not_followed() {
        MASKINPORTEN
                .twin()
                .faults()
                .always(ScriptedAnswer.redirect(ELSEWHERE.twin().tokenEndpoint()));

        assertThatNoTokenComes(ProblemCode.MASKINPORTEN_ANSWER_INVALID);

        assertThat(MASKINPORTEN.twin().grantsReceived()).isEqualTo(1);
        assertThat(ELSEWHERE.twin().grantsReceived()).isZero();
    }

    private static void assertThatNoTokenComes(ProblemCode code) {
        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> portnokkel.trial(INCOME, true))
                .satisfies(failed -> assertThat(failed.problem().code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void who_asks_to_be_left_alone_is_left_alone(int status) {
        MASKINPORTEN.twin().faults().next(ScriptedAnswer.status(status, Duration.ofMinutes(10)));
        try (Portnokkel patient =
                bank(directory).in("patient", MASKINPORTEN.twin()).starts()) {
            for (int attempt = 0; attempt < 5; attempt++) {
                assertThatExceptionOfType(TokenUnavailableException.class)
                        .isThrownBy(() -> patient.trial(INCOME, true))
                        .satisfies(failed -> assertThat(failed.retryAfter()).isPresent());
            }
        }
        assertThat(MASKINPORTEN.twin().grantsReceived()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, -7, 20})
    void a_clock_that_is_off_is_told_and_tokens_go_on(int seconds) {
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
    void a_refusal_for_the_time_says_how_far_the_clock_is_off(int seconds) {
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
                .as("once more, with a new grant")
                .isEqualTo(2);
        assertThatNoGrantIsSentTwice();
    }

    @Test
    void connections_that_have_died_cost_no_caller_anything() {
        for (int restart = 0; restart < 3; restart++) {
            MASKINPORTEN.twin().faults().hold(); // until all have a connection of their own
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
        assertThatNoGrantIsSentTwice();
    }

    @Test
    void a_server_that_nobody_vouches_for_gets_no_grant_and_the_sentence_says_why() throws IOException {
        TlsIdentity server = TlsIdentity.of("127.0.0.1");
        TlsIdentity trusted = TlsIdentity.of("127.0.0.1");
        try (RawServer stranger = new RawServer(server.listen("TLSv1.3"), (request, out) -> {});
                Portnokkel client = secure(stranger, trusted).starts()) {
            assertThatExceptionOfType(TokenUnavailableException.class)
                    .isThrownBy(() -> client.tokens().get(INCOME))
                    .satisfies(failed ->
                            assertThat(failed.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_UNREACHABLE))
                    .withMessageContaining("TLS")
                    .withMessageContaining("portnokkel.http.truststore");
            assertThat(stranger.heard()).isEmpty();
        }
    }

    @Test
    void a_trust_store_of_our_own_opens_the_way() throws IOException {
        TlsIdentity server = TlsIdentity.of("127.0.0.1");
        String refusal = RawServer.answer(400, "application/json", "{\"error\":\"invalid_scope\"}");
        try (RawServer maskinporten = new RawServer(
                        server.listen("TLSv1.3"), (request, out) -> out.write(refusal.getBytes(US_ASCII)));
                Portnokkel client = secure(maskinporten, server).starts()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> client.tokens().get(INCOME))
                    .withMessageContaining("invalid_scope");
        }
    }

    @Test
    void a_grant_goes_through_the_proxy_that_is_configured() {
        URI nobody = URI.create("http://127.0.0.1:1/");
        try (RawServer proxy =
                        RawServer.saying(RawServer.answer(400, "application/json", "{\"error\":\"invalid_scope\"}"));
                Portnokkel client = bank(directory.resolve("behind-a-proxy"))
                        .in("proxied", nobody)
                        .with("http.proxy", "http://127.0.0.1:" + proxy.port())
                        .starts()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> client.tokens().get(INCOME))
                    .withMessageContaining("invalid_scope");
            assertThat(proxy.heard())
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

    private static void assertThatNoGrantIsSentTwice() {
        assertThat(MASKINPORTEN.twin().grants())
                .extracting(grant -> grant.claims().get("jti"))
                .doesNotHaveDuplicates();
    }
}
