package no.portnokkel.maskinporten.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static no.portnokkel.maskinporten.http.RawServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import no.portnokkel.maskinporten.http.HttpTransport.ConnectionDroppedException;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that tries to consume time or memory, or sends malformed responses, causes an exception of a documented type. */
class HostileServerTest {
    private static final Map<String, String> FORM = Map.of("assertion", "a.b.c");
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final long GIGABYTE = 1L << 30;
    private static final long LIMIT_BYTES = 16L << 20; // more than socket buffers and our own buffers hold

    static Stream<Named<Endless>> endless() {
        return Stream.of(
                Named.of(
                        "a body of a gigabyte",
                        new Endless(OK + JSON + "Content-Length: " + GIGABYTE + "\r\n\r\n{", "x")),
                Named.of("a body of no length", new Endless(OK + JSON + "Connection: close\r\n\r\n{", "x")),
                Named.of("chunks", new Endless(OK + JSON + "Transfer-Encoding: chunked\r\n\r\n", "4\r\nxxxx\r\n")),
                Named.of("one chunk", new Endless(OK + JSON + "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n", "x")),
                Named.of("a chunk's length", new Endless(OK + "Transfer-Encoding: chunked\r\n\r\n", "1")),
                Named.of("trailers", new Endless(OK + "Transfer-Encoding: chunked\r\n\r\n0\r\n", "a: b\r\n")),
                Named.of("a status line", new Endless("HTTP/1.1 200 ", "x")),
                Named.of("a header", new Endless(OK + "X: ", "x")),
                Named.of("headers", new Endless(OK, "X: y\r\n")),
                Named.of("a folded header", new Endless(OK + "X: y\r\n", " y\r\n")),
                Named.of("empty lines", new Endless("", "\r\n")),
                Named.of("no HTTP", new Endless("", "xxxxxxx\r\n")),
                Named.of("a refusal of a gigabyte", new Endless("HTTP/1.1 400 \r\n" + JSON + "\r\n{", "x")));
    }

    @ParameterizedTest
    @MethodSource("endless")
    void an_endless_response_is_aborted_soon_and_costs_little_memory(Endless answer) {
        try (RawServer server = RawServer.answering(answer);
                TransportFixture client = TransportFixture.plain()) {
            long before = allocated();
            long start = System.nanoTime();

            assertThatIOException().isThrownBy(() -> client.http().post(at(server), FORM));

            assertThat(allocated() - before).as("bytes allocated").isLessThan(LIMIT_BYTES);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TransportFixture.LIMIT);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void of_a_response_of_a_gigabyte_only_a_small_part_is_read() throws IOException {
        try (RawServer server =
                        RawServer.answering(new Endless(OK + JSON + "Content-Length: " + GIGABYTE + "\r\n\r\n{", "x"));
                TransportFixture client = TransportFixture.plain()) {
            assertThatIOException()
                    .isThrownBy(() -> client.http().post(at(server), FORM))
                    .withMessageContaining("larger than");

            assertThat(server.bytesSent()).isLessThan(LIMIT_BYTES);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\r\n\r\n",
                "HTTP/1.1\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 -5 OK\r\n\r\n",
                "HTTP/1.1 99999999999 OK\r\n\r\n",
                "HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: no name\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1e9\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-4\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}2\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: ;;;=\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=no-such\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nDate: yesterday\r\nRetry-After: later\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n12345",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}",
                ""
            })
    void a_malformed_response_is_returned_or_causes_an_io_exception(String response) {
        try (RawServer server = RawServer.answering((request, out) -> {
                    out.write(response.getBytes(ISO_8859_1));
                    out.close();
                });
                TransportFixture client = TransportFixture.plain()) {
            long start = System.nanoTime();
            try {
                assertThat(client.http().post(at(server), FORM).body()).isIn("", "{}");
            } catch (IOException known) {
                assertThat(known).hasMessageNotContaining("a.b.c");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TransportFixture.LIMIT);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void of_a_compressed_response_no_more_is_decompressed_than_of_any_other() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (int megabyte = 0; megabyte < 100; megabyte++) {
                gzip.write(new byte[1 << 20]);
            }
        }
        String bomb = packed.toString(ISO_8859_1);
        try (RawServer server = RawServer.answering(answer(200, "application/json", bomb)
                        .replaceFirst("\r\n\r\n", "\r\nContent-Encoding: gzip\r\n\r\n"));
                TransportFixture client = TransportFixture.plain()) {
            long before = allocated();

            assertThatIOException()
                    .isThrownBy(() -> client.http().post(at(server), FORM))
                    .withMessageContaining("larger than");

            assertThat(allocated() - before).isLessThan(LIMIT_BYTES);
        }
    }

    static Stream<Named<RawServer.Response>> endless_responses() {
        return Stream.of(
                Named.of("silence", (request, out) -> {}),
                Named.of(
                        "half a body",
                        (request, out) -> out.write((OK + "Content-Length: 9\r\n\r\n{").getBytes(ISO_8859_1))),
                Named.of("promises", new Endless("", "HTTP/1.1 100 Continue\r\n\r\n")));
    }

    @ParameterizedTest
    @MethodSource("endless_responses")
    void an_exchange_is_aborted_at_the_deadline(RawServer.Response response) {
        try (RawServer server = RawServer.answering(response);
                TransportFixture client = TransportFixture.within(Duration.ofSeconds(1))) {
            long start = System.nanoTime();

            assertThatIOException()
                    .isThrownBy(() -> client.http().post(at(server), FORM))
                    .withMessageContaining("PT1S");

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TransportFixture.LIMIT);
        }
    }

    @Test
    void a_connection_that_ends_without_a_response_has_its_own_exception() {
        try (RawServer server = RawServer.answering((request, out) -> out.close());
                TransportFixture client = TransportFixture.plain()) {
            assertThatExceptionOfType(ConnectionDroppedException.class)
                    .isThrownBy(() -> client.http().post(at(server), FORM));
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static URI at(RawServer server) {
        return URI.create("http://127.0.0.1:" + server.port() + "/token");
    }

    /** Sends a beginning, then the same bytes repeatedly until the client closes the connection or a gigabyte is sent. */
    record Endless(String beginning, String more) implements RawServer.Response {
        @Override
        public void to(String request, OutputStream out) throws IOException {
            out.write(beginning.getBytes(ISO_8859_1));
            byte[] block = more.repeat(65_536 / more.length()).getBytes(ISO_8859_1);
            for (long left = GIGABYTE; left > 0; left -= block.length) {
                out.write(block);
            }
        }
    }
}
