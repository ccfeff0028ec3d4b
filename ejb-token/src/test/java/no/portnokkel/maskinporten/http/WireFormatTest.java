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
import no.portnokkel.maskinporten.http.HttpTransport.ConnectionDroppedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests on the wire, and the address that they are sent to. */
class WireFormatTest {
    private static final Map<String, String> FORM = Map.of("assertion", "a.b+c/=");
    private static final String CHALLENGES =
            "\r\nRetry-After: 1\r\nWWW-Authenticate: Basic realm=x\r\nProxy-Authenticate: Basic realm=x\r\n\r\n";
    private static final byte[] ANOTHER = {127, 0, 0, 2};
    private static final String OK = answer(200, "application/json", "{}");

    @Test
    void a_form_is_sent_with_the_registered_media_type_and_no_unnecessary_header() throws IOException {
        try (RawServer server = RawServer.answering(OK);
                TransportFixture client = TransportFixture.plain()) {
            client.http().post(at(server), FORM);

            String request = server.requests().get(0);
            assertThat(request).startsWith("POST /token HTTP/1.1\r\n").endsWith("\r\n\r\nassertion=a.b%2Bc%2F%3D");
            assertThat(names(request))
                    .containsExactlyInAnyOrder(
                            "Host",
                            "Content-Type",
                            "Content-Length",
                            "Accept",
                            "Accept-Encoding",
                            "User-Agent",
                            "Connection");
            assertThat(header(request, "Accept-Encoding")).isEqualTo("identity");
            assertThat(header(request, "Content-Type")).isEqualTo("application/x-www-form-urlencoded");
            assertThat(header(request, "Content-Length")).isEqualTo("23");
            assertThat(header(request, "Accept")).isEqualTo("application/json");
            assertThat(header(request, "User-Agent")).isEqualTo("Portnokkel/" + ProductVersion.VERSION);
            assertThat(header(request, "Host")).isEqualTo("127.0.0.1:" + server.port());
        }
    }

    @Test
    void a_cookie_is_not_returned() throws IOException {
        try (RawServer server =
                        RawServer.answering(OK.replace("\r\n\r\n", "\r\nSet-Cookie: BIGip=1.2.3; Path=/\r\n\r\n"));
                TransportFixture client = TransportFixture.plain()) {
            client.http().post(at(server), FORM);
            client.http().post(at(server), FORM);

            assertThat(server.requests())
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request).doesNotContainIgnoringCase("cookie"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_is_returned_and_not_followed(int status) throws IOException {
        try (RawServer other = RawServer.answering(OK);
                RawServer server = RawServer.answering(answer(status, "text/plain", "")
                        .replace("\r\n\r\n", "\r\nLocation: " + at(other) + "\r\n\r\n"));
                TransportFixture client = TransportFixture.plain()) {
            assertThat(client.http().post(at(server), FORM).status()).isEqualTo(status);
            assertThat(client.http().get(at(server)).status()).isEqualTo(status);
            assertThat(other.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 407, 408, 421, 425, 429, 500, 502, 503, 504})
    void no_status_makes_the_client_repeat_a_request(int status) throws IOException {
        try (RawServer server = RawServer.answering(
                        answer(status, "application/json", "{}").replace("\r\n\r\n", CHALLENGES));
                TransportFixture client = TransportFixture.plain()) {
            HttpResponse answer = client.http().post(at(server), FORM);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.retryAfter()).contains(Duration.ofSeconds(1));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void a_retry_after_date_is_relative_to_the_servers_clock() throws IOException {
        String dates = "\r\nDate: Tue, 24 Nov 2020 12:00:00 GMT\r\nRetry-After: Tue, 24 Nov 2020 12:00:30 GMT\r\n\r\n";
        try (RawServer server =
                        RawServer.answering(answer(503, "text/plain", "").replace("\r\n\r\n", dates));
                TransportFixture client = TransportFixture.plain()) {
            assertThat(client.http().post(at(server), FORM).retryAfter()).contains(Duration.ofSeconds(30));
        }
    }

    @Test
    void a_proxy_receives_the_full_address_and_the_target_nothing() throws IOException {
        try (RawServer target = RawServer.answering(OK);
                RawServer proxy = RawServer.answering(OK);
                TransportFixture client = TransportFixture.through(proxy)) {
            client.http().post(at(target), FORM);

            assertThat(target.requests()).isEmpty();
            assertThat(proxy.requests())
                    .singleElement()
                    .asString()
                    .startsWith("POST http://127.0.0.1:" + target.port() + "/token HTTP/1.1\r\n");
        }
    }

    @Test
    void a_proxy_that_opens_no_tunnel_does_not_receive_the_form() throws IOException {
        try (RawServer proxy = RawServer.answering(answer(403, "text/html", "<html>"));
                TransportFixture client = TransportFixture.through(proxy)) {
            assertThatExceptionOfType(ProxyRefusedException.class)
                    .isThrownBy(() -> client.http().post(URI.create("https://test.maskinporten.no/token"), FORM))
                    .satisfies(refused -> assertThat(refused.status()).isEqualTo(403));
            assertThat(proxy.requests())
                    .singleElement()
                    .asString()
                    .startsWith("CONNECT test.maskinporten.no:443 HTTP/1.1\r\n")
                    .doesNotContain("assertion");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2,127.0.0.1", "127.0.0.1,127.0.0.2", "127.0.0.2,::1,127.0.0.1"})
    void after_a_refused_connection_the_next_address_is_tried(String addresses) throws IOException {
        try (RawServer server = RawServer.answering(OK);
                TransportFixture client = TransportFixture.resolving(addresses.split(",", -1))) {
            assertThat(client.http().post(named(server.port()), FORM).status()).isEqualTo(200);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void after_an_address_without_a_response_the_next_one_is_tried() throws IOException {
        try (RawServer server = RawServer.answering(OK);
                ServerSocket unresponsive = new ServerSocket()) {
            List<Socket> waiting = exhaustBacklog(unresponsive, server.port());
            try (TransportFixture client = TransportFixture.resolving("127.0.0.2", "127.0.0.1")) {
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
    void when_no_address_can_be_connected_the_exception_says_so() throws IOException {
        int closedPort = freePort();
        try (TransportFixture client = TransportFixture.resolving("127.0.0.2", "127.0.0.3")) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> client.http().post(named(closedPort), FORM))
                    .withMessageContaining("refused");
        }
        try (TransportFixture client = TransportFixture.plain()) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> client.http().post(URI.create("http://nobody.invalid/token"), FORM))
                    .withMessageContaining("nobody.invalid");
        }
        try (TransportFixture client =
                TransportFixture.resolving("0100::1")) { // the discard prefix (RFC 6666): no route, or no IPv6 at all
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> client.http().post(named(closedPort), FORM));
        }
    }

    @Test
    void after_one_idle_connection_was_dropped_the_other_idle_connections_are_not_used() throws Exception {
        CountDownLatch concurrent = new CountDownLatch(8);
        try (RawServer server = RawServer.answering((request, out) -> {
                    concurrent.countDown();
                    await(concurrent);
                    out.write(OK.getBytes(US_ASCII));
                });
                TransportFixture client = TransportFixture.plain()) {
            openEightConnections(client, at(server));
            server.cutConnections();

            assertThatExceptionOfType(ConnectionDroppedException.class)
                    .isThrownBy(() -> client.http().post(at(server), FORM));
            assertThat(client.http().post(at(server), FORM).status()).isEqualTo(200);
            assertThat(server.requests()).hasSize(9);
        }
    }

    private static void openEightConnections(TransportFixture client, URI target) throws Exception {
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

    /** Fills the backlog of a listener, which then does not respond, like a firewall that drops packets. */
    private static List<Socket> exhaustBacklog(ServerSocket unresponsive, int port) throws IOException {
        unresponsive.bind(new InetSocketAddress(InetAddress.getByAddress(ANOTHER), port), 1);
        List<Socket> waiting = new ArrayList<>();
        for (boolean answers = true; answers; ) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(unresponsive.getLocalSocketAddress(), 200);
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
