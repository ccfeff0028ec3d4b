package no.portnokkel.maskinporten.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static no.portnokkel.maskinporten.http.RawServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.maskinporten.config.ProxySettings.Credentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose answer is it, and who sees the password: the proxy or the server behind it. */
class ProxyTest {
    private static final Map<String, String> FORM = Map.of("assertion", "a.b.c");
    private static final String PASSWORD = "blåbær-7391";
    private static final String OK = answer(200, "application/json", "{}");
    private static final TlsIdentity MASKINPORTEN = TlsIdentity.of("maskinporten.example");

    @Test
    void a_tunnel_is_opened_with_the_right_password_which_the_server_does_not_see() throws IOException {
        try (ProxyDouble proxy = ProxyDouble.basic("kari", PASSWORD);
                RawServer server = tlsServer(OK);
                TransportFixture client = client(proxy, PASSWORD)) {
            assertThat(client.http().post(https(server), FORM).status()).isEqualTo(200);
            assertThat(client.http().post(https(server), FORM).status()).isEqualTo(200);

            assertThat(proxy.requests())
                    .allSatisfy(request -> assertThat(request)
                            .startsWith("CONNECT maskinporten.example:")
                            .doesNotContain("assertion"));
            assertThat(server.requests())
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request).doesNotContainIgnoringCase("proxy-authorization"));
        }
    }

    @Test
    void a_plain_request_is_forwarded_with_the_right_password() throws IOException {
        try (ProxyDouble proxy = ProxyDouble.basic("kari", PASSWORD);
                RawServer server = RawServer.answering(OK);
                TransportFixture client = client(proxy, PASSWORD)) {
            assertThat(client.http().post(http(server), FORM).status()).isEqualTo(200);

            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void a_proxy_may_ask_for_a_digest(String scheme) throws IOException {
        try (ProxyDouble proxy = ProxyDouble.digest("kari", PASSWORD);
                RawServer server = scheme.equals("http") ? RawServer.answering(OK) : tlsServer(OK);
                TransportFixture client = client(proxy, PASSWORD)) {
            URI target = scheme.equals("http") ? http(server) : https(server);

            assertThat(client.http().post(target, FORM).status()).isEqualTo(200);

            assertThat(proxy.requests()).noneMatch(request -> request.contains("Basic"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void a_wrong_password_is_presented_once_and_told_as_the_proxys_refusal(String scheme) {
        try (ProxyDouble proxy = ProxyDouble.basic("kari", "another");
                RawServer server = scheme.equals("http") ? RawServer.answering(OK) : tlsServer(OK);
                TransportFixture client = client(proxy, PASSWORD)) {
            URI target = scheme.equals("http") ? http(server) : https(server);

            assertThatExceptionOfType(ProxyRefusedException.class)
                    .isThrownBy(() -> client.http().post(target, FORM))
                    .satisfies(refused -> {
                        assertThat(refused.isOfCredentials()).isTrue();
                        assertThat(refused.proxy()).hasToString(proxy.address());
                        assertThat(refused.schemes()).isEqualTo("Basic");
                        assertThat(refused)
                                .hasMessageContaining(proxy.address())
                                .hasMessageContaining("407");
                    });
            assertThat(proxy.tries()).isEqualTo(1);
            assertThat(server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void a_proxy_that_asks_for_a_password_that_is_not_configured_is_told(String scheme) {
        try (ProxyDouble proxy = ProxyDouble.basic("kari", PASSWORD);
                TransportFixture client = TransportFixture.through(proxy.address(), Optional.empty())) {
            assertThatExceptionOfType(ProxyRefusedException.class)
                    .isThrownBy(() -> client.http().get(URI.create(scheme + "://maskinporten.example/jwk")))
                    .satisfies(refused -> assertThat(refused.isOfCredentials()).isTrue());
            assertThat(proxy.tries()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"Negotiate, Negotiate", "NTLM, NTLM", "Unknown\u202e realm=x, Unknown\\u202e", "'', ''"})
    void a_proxy_that_asks_for_something_else_gets_no_password(String challenge, String shown) {
        try (ProxyDouble proxy = ProxyDouble.asking(challenge);
                TransportFixture client = client(proxy, PASSWORD)) {
            assertThatExceptionOfType(ProxyRefusedException.class)
                    .isThrownBy(() -> client.http().post(URI.create("https://maskinporten.example/token"), FORM))
                    .satisfies(refused -> assertThat(refused.isOfCredentials()).isTrue());
            assertThat(proxy.tries()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 403, 429, 500, 502, 503, 504})
    void any_refusal_of_a_tunnel_is_the_proxys(int status) {
        try (RawServer proxy =
                        RawServer.answering(answer(status, "application/json", "{\"error\":\"invalid_grant\"}"));
                TransportFixture client = TransportFixture.through(proxy)) {
            assertThatExceptionOfType(ProxyRefusedException.class)
                    .isThrownBy(() -> client.http().post(URI.create("https://maskinporten.example/token"), FORM))
                    .satisfies(refused -> {
                        assertThat(refused.status()).isEqualTo(status);
                        assertThat(refused.isOfCredentials()).isFalse();
                    });
            assertThat(proxy.requests()).hasSize(1);
        }
    }

    @Test
    void a_refused_tunnel_leaves_no_connection_behind_that_is_missing_later() {
        try (RawServer proxy = RawServer.answering(answer(403, "text/html", "<html>"));
                TransportFixture client = TransportFixture.through(proxy)) {
            for (int request = 0; request < 60; request++) { // more than the pool has
                assertThatExceptionOfType(ProxyRefusedException.class)
                        .isThrownBy(() -> client.http().post(URI.create("https://maskinporten.example/token"), FORM));
            }
        }
        try (ProxyDouble proxy = ProxyDouble.basic("kari", "another");
                TransportFixture client = client(proxy, PASSWORD)) {
            for (int request = 0; request < 60; request++) {
                assertThatExceptionOfType(ProxyRefusedException.class)
                        .isThrownBy(() -> client.http().post(URI.create("http://maskinporten.example/token"), FORM));
            }
        }
    }

    @Test
    void a_server_behind_a_tunnel_that_answers_407_does_not_get_the_password() throws IOException {
        String asksForPassword =
                "HTTP/1.1 407 \r\nProxy-Authenticate: Basic realm=\"bank\"\r\nContent-Length: 0\r\n\r\n";
        try (ProxyDouble proxy = ProxyDouble.basic("kari", PASSWORD);
                RawServer server = tlsServer(asksForPassword);
                TransportFixture client = client(proxy, PASSWORD)) {
            assertThatIOException()
                    .isThrownBy(() -> client.http().post(https(server), FORM))
                    .isNotInstanceOf(ConnectException.class)
                    .withMessageContaining("407");

            assertThat(server.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request).doesNotContainIgnoringCase("authorization"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"401 \r\nWWW-Authenticate: Basic realm=\"a\"", "407 \r\nProxy-Authenticate: Basic realm=\"a\""})
    void a_server_that_asks_for_a_password_is_answered_like_any_other(String challenge) throws IOException {
        String answer = "HTTP/1.1 " + challenge + "\r\nContent-Length: 0\r\n\r\n";
        try (RawServer server = RawServer.answering(answer);
                TransportFixture client = TransportFixture.plain()) {
            int status = client.http().post(http("127.0.0.1", server), FORM).status();

            assertThat(challenge).startsWith(String.valueOf(status));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void answers_of_a_server_behind_the_proxy_are_the_servers() throws IOException {
        try (ProxyDouble proxy = ProxyDouble.basic("kari", PASSWORD);
                RawServer server = tlsServer(answer(403, "application/json", "{}"));
                TransportFixture client = client(proxy, PASSWORD)) {
            assertThat(client.http().post(https(server), FORM).status()).isEqualTo(403);
        }
    }

    private static TransportFixture client(ProxyDouble proxy, String password) {
        return TransportFixture.through(
                proxy.address(),
                Optional.of(new Credentials("kari", password.toCharArray())),
                MASKINPORTEN.certificate());
    }

    private static RawServer tlsServer(String answer) {
        try {
            return new RawServer(
                    MASKINPORTEN.listen("TLSv1.3"), (request, out) -> out.write(answer.getBytes(US_ASCII)));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static URI https(RawServer server) {
        return URI.create("https://maskinporten.example:" + server.port() + "/token");
    }

    private static URI http(RawServer server) {
        return http("maskinporten.example", server);
    }

    private static URI http(String host, RawServer server) {
        return URI.create("http://" + host + ":" + server.port() + "/token");
    }
}
