package no.portnokkel.maskinporten.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static no.portnokkel.maskinporten.http.RawServer.answer;
import static no.portnokkel.maskinporten.http.RawServer.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves the house, and which way it takes. */
class WireFormatTest {
    private static final Map<String, String> FORM = Map.of("assertion", "a.b+c/=");
    private static final String CHALLENGES =
            "\r\nRetry-After: 1\r\nWWW-Authenticate: Basic realm=x\r\nProxy-Authenticate: Basic realm=x\r\n\r\n";
    private static final byte[] ANOTHER = {127, 0, 0, 2};
    private static final String FINE = answer(200, "application/json", "{}");

    @Test
    void a_form_goes_out_with_what_its_registration_has_and_nothing_else() throws IOException {
        try (RawServer server = RawServer.saying(FINE);
                TransportFixture client = TransportFixture.plain()) {
            client.http().post(at(server), FORM);

            String request = server.heard().get(0);
            assertThat(request).startsWith("POST /token HTTP/1.1\r\n").endsWith("\r\n\r\nassertion=a.b%2Bc%2F%3D");
            assertThat(names(request))
                    .containsExactlyInAnyOrder(
                            "Host", "Content-Type", "Content-Length", "Accept", "User-Agent", "Connection");
            assertThat(header(request, "Content-Type")).isEqualTo("application/x-www-form-urlencoded");
            assertThat(header(request, "Content-Length")).isEqualTo("23");
            assertThat(header(request, "Accept")).isEqualTo("application/json");
            assertThat(header(request, "User-Agent")).isEqualTo("Portnokkel/" + ProductVersion.VERSION);
            assertThat(header(request, "Host")).isEqualTo("127.0.0.1:" + server.port());
        }
    }

    @Test
    void a_cookie_is_not_given_back() throws IOException {
        try (RawServer server =
                        RawServer.saying(FINE.replace("\r\n\r\n", "\r\nSet-Cookie: BIGip=1.2.3; Path=/\r\n\r\n"));
                TransportFixture client = TransportFixture.plain()) {
            client.http().post(at(server), FORM);
            client.http().post(at(server), FORM);

            assertThat(server.heard())
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request).doesNotContainIgnoringCase("cookie"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_is_an_answer_like_any_other(int status) throws IOException {
        try (RawServer elsewhere = RawServer.saying(FINE);
                RawServer server = RawServer.saying(answer(status, "text/plain", "")
                        .replace("\r\n\r\n", "\r\nLocation: " + at(elsewhere) + "\r\n\r\n"));
                TransportFixture client = TransportFixture.plain()) {
            assertThat(client.http().post(at(server), FORM).status()).isEqualTo(status);
            assertThat(client.http().get(at(server)).status()).isEqualTo(status);
            assertThat(elsewhere.heard()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 407, 408, 421, 425, 429, 500, 502, 503, 504})
    void no_status_makes_the_client_send_a_form_again(int status) throws IOException {
        try (RawServer server = RawServer.saying(
                        answer(status, "application/json", "{}").replace("\r\n\r\n", CHALLENGES));
                TransportFixture client = TransportFixture.plain()) {
            HttpResponse answer = client.http().post(at(server), FORM);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.retryAfter()).contains(Duration.ofSeconds(1));
            assertThat(server.heard()).hasSize(1);
        }
    }

    @Test
    void a_date_to_come_again_is_counted_by_the_clock_of_who_wrote_it() throws IOException {
        String dates = "\r\nDate: Tue, 24 Nov 2020 12:00:00 GMT\r\nRetry-After: Tue, 24 Nov 2020 12:00:30 GMT\r\n\r\n";
        try (RawServer server = RawServer.saying(answer(503, "text/plain", "").replace("\r\n\r\n", dates));
                TransportFixture client = TransportFixture.plain()) {
            assertThat(client.http().post(at(server), FORM).retryAfter()).contains(Duration.ofSeconds(30));
        }
    }

    @Test
    void a_proxy_gets_the_whole_address_and_the_target_nothing() throws IOException {
        try (RawServer target = RawServer.saying(FINE);
                RawServer proxy = RawServer.saying(FINE);
                TransportFixture client = TransportFixture.through(proxy)) {
            client.http().post(at(target), FORM);

            assertThat(target.heard()).isEmpty();
            assertThat(proxy.heard())
                    .singleElement()
                    .asString()
                    .startsWith("POST http://127.0.0.1:" + target.port() + "/token HTTP/1.1\r\n");
        }
    }

    @Test
    void a_proxy_that_opens_no_tunnel_sees_no_form() throws IOException {
        try (RawServer proxy = RawServer.saying(answer(403, "text/html", "<html>"));
                TransportFixture client = TransportFixture.through(proxy)) {
            HttpResponse answer = client.http().post(URI.create("https://test.maskinporten.no/token"), FORM);

            assertThat(answer.status()).isEqualTo(403);
            assertThat(proxy.heard())
                    .singleElement()
                    .asString()
                    .startsWith("CONNECT test.maskinporten.no:443 HTTP/1.1\r\n")
                    .doesNotContain("assertion");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2,127.0.0.1", "127.0.0.1,127.0.0.2", "127.0.0.2,::1,127.0.0.1"})
    void an_address_that_refuses_leaves_the_next_one_to_try(String addresses) throws IOException {
        try (RawServer server = RawServer.saying(FINE);
                TransportFixture client = TransportFixture.finding(addresses.split(",", -1))) {
            assertThat(client.http().post(named(server.port()), FORM).status()).isEqualTo(200);
            assertThat(server.heard()).hasSize(1);
        }
    }

    @Test
    void an_address_that_swallows_everything_costs_the_connect_time_and_no_answer() throws IOException {
        try (RawServer server = RawServer.saying(FINE);
                ServerSocket deaf = new ServerSocket()) {
            List<Socket> waiting = swallowEverything(deaf, server.port());
            try (TransportFixture client = TransportFixture.finding("127.0.0.2", "127.0.0.1")) {
                assertThat(client.http().post(named(server.port()), FORM).status())
                        .isEqualTo(200);
            } finally {
                for (Socket socket : waiting) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void when_no_address_answers_nothing_was_sent_and_the_exception_says_so() throws IOException {
        int nobody = freePort();
        try (TransportFixture client = TransportFixture.finding("127.0.0.2", "127.0.0.3")) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> client.http().post(named(nobody), FORM))
                    .withMessageContaining("refused");
        }
        try (TransportFixture client = TransportFixture.plain()) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> client.http().post(URI.create("http://nobody.invalid/token"), FORM))
                    .withMessageContaining("nobody.invalid");
        }
        try (TransportFixture client =
                TransportFixture.finding("0100::1")) { // the discard prefix (RFC 6666): no route, or no IPv6 at all
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> client.http().post(named(nobody), FORM));
        }
    }

    @Test
    void after_one_kept_connection_has_died_the_others_are_not_tried() throws Exception {
        CountDownLatch together = new CountDownLatch(8);
        try (RawServer server = RawServer.saying((request, out) -> {
                    together.countDown();
                    await(together);
                    out.write(FINE.getBytes(US_ASCII));
                });
                TransportFixture client = TransportFixture.plain()) {
            keepEightConnections(client, at(server));
            server.cutConnections();

            assertThatExceptionOfType(ConnectionDroppedException.class)
                    .isThrownBy(() -> client.http().post(at(server), FORM));
            assertThat(client.http().post(at(server), FORM).status()).isEqualTo(200);
            assertThat(server.heard()).hasSize(9);
        }
    }

    private static void keepEightConnections(TransportFixture client, URI target) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Future<HttpResponse>> calls = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                calls.add(callers.submit(() -> client.http().post(target, FORM)));
            }
            for (Future<HttpResponse> call : calls) {
                assertThat(call.get().status()).isEqualTo(200);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    /** A listener whose queue is full does not answer, as a firewall that drops. */
    private static List<Socket> swallowEverything(ServerSocket deaf, int port) throws IOException {
        deaf.bind(new InetSocketAddress(InetAddress.getByAddress(ANOTHER), port), 1);
        List<Socket> waiting = new ArrayList<>();
        for (boolean answers = true; answers; ) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(deaf.getLocalSocketAddress(), 200);
            } catch (IOException full) {
                answers = false;
            }
        }
        return waiting;
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException stopping) {
            throw new IOException(stopping);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByAddress(ANOTHER))) {
            return probe.getLocalPort();
        }
    }

    private static List<String> names(String request) {
        return request.lines()
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.substring(0, line.indexOf(':')))
                .toList();
    }

    private static URI named(int port) {
        return URI.create("http://maskinporten.example:" + port + "/token");
    }

    private static URI at(RawServer server) {
        return URI.create("http://127.0.0.1:" + server.port() + "/token");
    }
}
