package no.portnokkel.maskinporten.bearer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.ConsentMismatchException;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskinportenHttpClientTest {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final OrganisationNumber BANK = new OrganisationNumber("310167398");
    private static final String MOVED = "/v1/moved";

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Tokens tokens = MaskinportenHttpClientTest::token;
    private HttpServer api;
    private URI base;
    private MaskinportenHttpClient client;

    @BeforeEach
    void start() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            seen.add(path + " " + exchange.getRequestHeaders().get("Authorization"));
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(path.equals(MOVED) ? 302 : 200, -1);
            exchange.close();
        });
        api.start();
        base = URI.create("http://127.0.0.1:" + api.getAddress().getPort() + "/v1");
        client = MaskinportenHttpClient.of(http, tokens, INCOME, base);
    }

    @AfterEach
    void stop() {
        api.stop(0);
    }

    private static AccessToken token(TokenRequest request) {
        String consumer = request.consumerOrg().map(OrganisationNumber::digits).orElse("974760673");
        String claims = "{\"consumer\":{\"ID\":\"0192:" + consumer + "\"}}";
        String value =
                "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8)) + ".c2ln";
        return new AccessToken(value, Instant.EPOCH, request.scopes());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).build();
    }

    private <T> HttpResponse<T> sentAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws Exception {
        return client.sendAsync(request, handler).get(30, TimeUnit.SECONDS);
    }

    @Test
    void a_request_below_the_base_address_carries_the_token() throws Exception {
        String bearer = "[Bearer " + token(INCOME).value() + "]";

        assertThat(client.send(request("/v1/a"), BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
        assertThat(sentAsync(request("/v1/b"), BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);

        assertThat(seen).containsExactly("/v1/a " + bearer, "/v1/b " + bearer);
    }

    @Test
    void the_token_replaces_an_authorization_of_the_request() throws Exception {
        client.send(
                HttpRequest.newBuilder(base)
                        .header("authorization", "Basic c2VjcmV0")
                        .build(),
                BodyHandlers.discarding());

        assertThat(seen).containsExactly("/v1 [Bearer " + token(INCOME).value() + "]");
    }

    @Test
    void another_token_request_changes_the_token_of_later_requests_only() throws Exception {
        TokenRequest delegated = INCOME.onBehalfOf(BANK);

        client.withToken(delegated).send(request("/v1/a"), BodyHandlers.discarding());
        client.send(request("/v1/a"), BodyHandlers.discarding());

        assertThat(seen)
                .containsExactly(
                        "/v1/a [Bearer " + token(delegated).value() + "]",
                        "/v1/a [Bearer " + token(INCOME).value() + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v10/a", "/", "/v1/../a", "/v1/%2e%2e/a", "http://localhost:1/v1/a"})
    void a_request_to_another_address_fails_and_is_not_sent(String address) {
        HttpRequest other = HttpRequest.newBuilder(
                        URI.create(address.startsWith("/") ? base.resolve("/") + address.substring(1) : address))
                .build();

        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> client.send(other, BodyHandlers.discarding()));
        assertThat(failure(client.sendAsync(other, BodyHandlers.discarding())))
                .isInstanceOf(TokenRefusedException.class);
        assertThat(seen).isEmpty();
    }

    @Test
    void the_address_that_is_sent_is_the_one_that_was_compared() throws Exception {
        client.send(new ChangingRequest(request("/v1/a"), base.resolve("/elsewhere")), BodyHandlers.discarding());

        assertThat(seen).singleElement().asString().startsWith("/v1/a ");
    }

    @ParameterizedTest
    @EnumSource(value = HttpClient.Redirect.class, names = "NEVER", mode = EnumSource.Mode.EXCLUDE)
    void a_client_that_follows_redirects_is_rejected(HttpClient.Redirect redirect) {
        HttpClient following = HttpClient.newBuilder().followRedirects(redirect).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> MaskinportenHttpClient.of(following, tokens, INCOME, base))
                .withMessageContaining("Redirect.NEVER");
    }

    @Test
    void a_redirect_is_the_response() throws Exception {
        assertThat(client.send(request(MOVED), BodyHandlers.discarding()).statusCode())
                .isEqualTo(302);
        assertThat(seen).hasSize(1);
    }

    @Test
    void an_unsafe_base_address_is_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        MaskinportenHttpClient.of(http, tokens, INCOME, URI.create("http://api.bank.example/v1")));
    }

    @Test
    void without_a_token_nothing_is_sent() {
        MaskinportenHttpClient without = MaskinportenHttpClient.of(
                http,
                request -> {
                    throw new TokenUnavailableException(Problem.of(ProblemCode.STOPPING, "stopping"));
                },
                INCOME,
                base);

        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> without.send(request("/v1/a"), BodyHandlers.discarding()));
        assertThat(failure(without.sendAsync(request("/v1/a"), BodyHandlers.discarding())))
                .isInstanceOf(TokenUnavailableException.class);
        assertThat(seen).isEmpty();
    }

    @Test
    void a_consent_for_another_bank_is_rejected_before_the_api_is_called() {
        String claims = "{\"CoveredBy\":\"310167398\",\"iss\":\"altinn.no\"}";
        HttpRequest consented = HttpRequest.newBuilder(base)
                .header(
                        "AltinnSamtykke",
                        "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8))
                                + ".c2ln")
                .build();

        assertThatExceptionOfType(ConsentMismatchException.class)
                .isThrownBy(() -> client.send(consented, BodyHandlers.discarding()));
        assertThat(failure(client.sendAsync(consented, BodyHandlers.discarding())))
                .isInstanceOf(ConsentMismatchException.class);
        assertThat(seen).isEmpty();
    }

    @Test
    void a_cancelled_request_is_not_sent_when_its_token_arrives() {
        CompletableFuture<AccessToken> late = new CompletableFuture<>();
        MaskinportenHttpClient slow = MaskinportenHttpClient.of(http, new LateTokens(late), INCOME, base);

        CompletableFuture<HttpResponse<Void>> response = slow.sendAsync(request("/v1/a"), BodyHandlers.discarding());
        assertThat(response.cancel(true)).isTrue();
        late.complete(token(INCOME));

        assertThat(seen).isEmpty();
    }

    private static Throwable failure(CompletableFuture<?> response) {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        CompletionStage<?> unused = response.whenComplete(
                (any, failed) -> failure.complete(failed == null ? new AssertionError("a response") : failed));
        return failure.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private record LateTokens(CompletableFuture<AccessToken> late) implements Tokens {
        @Override
        public AccessToken get(TokenRequest request) {
            throw new AssertionError("asked to wait");
        }

        @Override
        public CompletionStage<AccessToken> getAsync(TokenRequest request) {
            return late;
        }
    }

    /** Gives another address each time after the first. */
    private static final class ChangingRequest extends HttpRequest {
        private final HttpRequest first;
        private final URI later;
        private int asked;

        ChangingRequest(HttpRequest first, URI later) {
            this.first = first;
            this.later = later;
        }

        @Override
        public URI uri() {
            asked++;
            return asked > 1 ? later : first.uri();
        }

        @Override
        public Optional<BodyPublisher> bodyPublisher() {
            return first.bodyPublisher();
        }

        @Override
        public String method() {
            return first.method();
        }

        @Override
        public Optional<Duration> timeout() {
            return first.timeout();
        }

        @Override
        public boolean expectContinue() {
            return first.expectContinue();
        }

        @Override
        public Optional<HttpClient.Version> version() {
            return first.version();
        }

        @Override
        public HttpHeaders headers() {
            return first.headers();
        }
    }
}
