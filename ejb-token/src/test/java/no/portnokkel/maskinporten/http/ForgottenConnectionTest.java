package no.portnokkel.maskinporten.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static no.portnokkel.maskinporten.http.RawServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import no.portnokkel.maskinporten.http.HttpTransport.ConnectionDroppedException;
import org.junit.jupiter.api.Test;

/** Connections that are kept between two fetches, and what servers, balancers and firewalls do to them meanwhile. */
class ForgottenConnectionTest {
    private static final Map<String, String> FORM = Map.of("assertion", "a.b.c");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String OK = answer(200, "application/json", "{}");
    private static final String FORGED = answer(200, "application/json", "{\"a\":1}");

    @Test
    void a_reused_connection_that_stays_silent_was_dropped_and_the_next_request_uses_a_new_one() throws IOException {
        try (RawServer balancer = RawServer.answering(new OnlyTheFirstRequest());
                TransportFixture client = TransportFixture.within(SECOND)) {
            client.http().post(at(balancer), FORM);

            assertThatExceptionOfType(ConnectionDroppedException.class)
                    .isThrownBy(() -> client.http().post(at(balancer), FORM));
            assertThat(client.http().post(at(balancer), FORM).status()).isEqualTo(200);
        }
    }

    @Test
    void a_new_connection_that_stays_silent_is_an_exceeded_deadline() {
        try (RawServer server = RawServer.answering((request, out) -> {});
                TransportFixture client = TransportFixture.within(SECOND)) {
            assertThatIOException()
                    .isThrownBy(() -> client.http().post(at(server), FORM))
                    .isNotInstanceOf(ConnectionDroppedException.class);
        }
    }

    @Test
    void a_reused_connection_that_stops_in_the_middle_of_a_response_is_an_exceeded_deadline() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        try (RawServer server = RawServer.answering((request, out) ->
                        out.write((requests.incrementAndGet() == 1 ? OK : OK.substring(0, OK.length() - 1))
                                .getBytes(ISO_8859_1)));
                TransportFixture client = TransportFixture.within(SECOND)) {
            client.http().post(at(server), FORM);

            assertThatIOException()
                    .isThrownBy(() -> client.http().post(at(server), FORM))
                    .isNotInstanceOf(ConnectionDroppedException.class)
                    .withMessageContaining("PT1S");
        }
    }

    @Test
    void a_new_connection_that_is_closed_was_dropped_too() {
        try (RawServer server = RawServer.answering((request, out) -> out.close());
                TransportFixture client = TransportFixture.plain()) {
            assertThatExceptionOfType(ConnectionDroppedException.class)
                    .isThrownBy(() -> client.http().post(at(server), FORM));
        }
    }

    @Test
    void a_connection_is_not_used_again_after_the_idle_limit() throws IOException {
        Duration limit = Duration.ofMillis(300);
        try (RawServer balancer = RawServer.answering(new OnlyTheFirstRequest());
                TransportFixture client = TransportFixture.closingIdleConnectionsAfter(limit)) {
            client.http().post(at(balancer), FORM);
            long start = System.nanoTime();
            await().until(() -> System.nanoTime() - start > limit.toNanos());

            assertThat(client.http().post(at(balancer), FORM).status()).isEqualTo(200);
            assertThat(balancer.requests()).hasSize(2);
        }
    }

    @Test
    void bytes_that_were_sent_before_the_request_are_not_its_response() throws IOException {
        CountDownLatch forged = new CountDownLatch(1);
        AtomicInteger requests = new AtomicInteger();
        try (RawServer server = RawServer.answering((request, out) -> {
                    out.write(OK.getBytes(ISO_8859_1));
                    out.flush();
                    if (requests.incrementAndGet() == 1) {
                        new Thread(() -> writeLater(FORGED, out, Duration.ofMillis(300), forged)).start();
                    }
                });
                TransportFixture client = TransportFixture.plain()) {
            client.http().post(at(server), FORM);
            await().until(() -> forged.getCount() == 0);

            assertThat(client.http().post(at(server), FORM).body()).isEqualTo("{}");
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void bytes_that_arrive_shortly_after_a_response_are_not_the_response_to_the_next_request() throws Exception {
        CountDownLatch forged = new CountDownLatch(1);
        AtomicInteger requests = new AtomicInteger();
        try (RawServer server = RawServer.answering((request, out) -> {
                    out.write(OK.getBytes(ISO_8859_1));
                    out.flush();
                    if (requests.incrementAndGet() == 2) {
                        new Thread(() -> writeLater(FORGED, out, Duration.ofMillis(30), forged)).start();
                    }
                });
                TransportFixture client = TransportFixture.plain()) {
            client.http().post(at(server), FORM); // loads the classes
            client.http().post(at(server), FORM);
            forged.await();

            String body;
            try {
                body = client.http().post(at(server), FORM).body();
            } catch (ConnectionDroppedException refused) {
                body = client.http().post(at(server), FORM).body();
            }
            assertThat(body).isEqualTo("{}");
        }
    }

    @Test
    void what_follows_a_response_is_not_the_response_to_the_next_request() throws IOException {
        try (RawServer server = RawServer.answering(OK + FORGED);
                TransportFixture client = TransportFixture.plain()) {
            client.http().post(at(server), FORM);

            assertThatExceptionOfType(ConnectionDroppedException.class)
                    .isThrownBy(() -> client.http().post(at(server), FORM));
            assertThat(client.http().post(at(server), FORM).body()).isEqualTo("{}");
        }
    }

    @Test
    void an_interim_response_may_precede_the_response() throws IOException {
        try (RawServer server = RawServer.answering("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 \r\n\r\n" + OK);
                TransportFixture client = TransportFixture.plain()) {
            assertThat(client.http().post(at(server), FORM).body()).isEqualTo("{}");
            assertThat(client.http().post(at(server), FORM).body()).isEqualTo("{}");
        }
    }

    /** @param after the client has read the response; from 200 ms on, the pool checks the connection */
    private static void writeLater(String bytes, OutputStream out, Duration after, CountDownLatch written) {
        try {
            Thread.sleep(after.toMillis());
            out.write(bytes.getBytes(ISO_8859_1));
            out.flush();
            written.countDown();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static URI at(RawServer server) {
        return URI.create("http://127.0.0.1:" + server.port() + "/token");
    }

    /** A balancer that forgets each connection after its first request. */
    private static final class OnlyTheFirstRequest implements RawServer.Response {
        private final Set<OutputStream> forgotten = ConcurrentHashMap.newKeySet();

        @Override
        public void to(String request, OutputStream out) throws IOException {
            if (forgotten.add(out)) {
                out.write(OK.getBytes(ISO_8859_1));
            }
        }
    }
}
