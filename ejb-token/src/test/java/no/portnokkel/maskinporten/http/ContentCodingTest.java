package no.portnokkel.maskinporten.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that an intermediary has compressed although it was asked not to. */
class ContentCodingTest {
    private static final Map<String, String> FORM = Map.of("assertion", "a.b.c");
    private static final String BODY = "{\"access_token\":\"æ\"}";

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", " x-gzip ", "deflate", "identity", ""})
    void a_known_coding_is_decoded(String coding) throws IOException {
        try (RawServer server = compressing(coding, coding.strip());
                TransportFixture client = TransportFixture.plain()) {
            assertThat(client.http().post(at(server), FORM).body()).isEqualTo(BODY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "gzip, gzip", "zstd"})
    void an_unknown_coding_is_named(String coding) throws IOException {
        try (RawServer server = compressing(coding, "");
                TransportFixture client = TransportFixture.plain()) {
            assertThatIOException()
                    .isThrownBy(() -> client.http().post(at(server), FORM))
                    .withMessageContaining("Content-Encoding")
                    .withMessageContaining(coding);
        }
    }

    @Test
    void a_body_that_is_not_what_its_coding_says_is_an_io_exception_without_the_body() throws IOException {
        try (RawServer server = compressing("gzip", "");
                TransportFixture client = TransportFixture.plain()) {
            assertThatIOException()
                    .isThrownBy(() -> client.http().post(at(server), FORM))
                    .satisfies(failed -> assertThat(failed).hasMessageNotContaining("access_token"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "gzip, identity"})
    void the_status_and_retry_after_of_an_outage_count_whatever_the_coding_of_its_body_is(String coding)
            throws IOException {
        try (RawServer server = RawServer.answering("HTTP/1.1 503 \r\nRetry-After: 600\r\nContent-Encoding: " + coding
                        + "\r\nContent-Length: 0\r\n\r\n");
                TransportFixture client = TransportFixture.plain()) {
            HttpResponse response = client.http().post(at(server), FORM);
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.retryAfter()).contains(Duration.ofMinutes(10));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "gzip"})
    void the_rest_of_a_body_that_cannot_be_decoded_is_not_read(String coding) {
        byte[] megabyte = new byte[1 << 20];
        try (RawServer server = RawServer.answering((request, out) -> {
                    out.write(("HTTP/1.1 200 \r\nContent-Type: application/json\r\nContent-Encoding: " + coding
                                    + "\r\nContent-Length: 1000000000\r\n\r\n")
                            .getBytes(ISO_8859_1));
                    for (int sent = 0; sent < 900; sent++) {
                        out.write(megabyte, 0, megabyte.length);
                    }
                });
                TransportFixture client = TransportFixture.plain()) {
            assertThatIOException().isThrownBy(() -> client.http().post(at(server), FORM));
            assertThat(server.bytesSent()).isLessThan(20_000_000);
        }
    }

    @Test
    void what_follows_the_compressed_data_counts_for_the_limit() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write("{}".getBytes(ISO_8859_1));
        }
        byte[] megabyte = new byte[1 << 20];
        try (RawServer server = RawServer.answering((request, out) -> {
                    out.write(("HTTP/1.1 200 \r\nContent-Type: application/json\r\nContent-Encoding: gzip"
                                    + "\r\nContent-Length: 1000000000\r\n\r\n")
                            .getBytes(ISO_8859_1));
                    out.write(bytes.toByteArray());
                    for (int sent = 0; sent < 900; sent++) {
                        out.write(megabyte, 0, megabyte.length);
                    }
                });
                TransportFixture client = TransportFixture.plain()) {
            try {
                client.http().post(at(server), FORM);
            } catch (IOException tooLarge) {
                // as well
            }
            assertThat(server.bytesSent()).isLessThan(20_000_000);
        }
    }

    @Test
    void deflate_without_zlib_header_is_decoded_too() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out =
                new DeflaterOutputStream(bytes, new Deflater(Deflater.DEFAULT_COMPRESSION, true))) {
            out.write("{}".getBytes(ISO_8859_1));
        }
        try (RawServer server =
                        RawServer.answering(RawServer.answer(200, "application/json", bytes.toString(ISO_8859_1))
                                .replaceFirst("\r\n\r\n", "\r\nContent-Encoding: deflate\r\n\r\n"));
                TransportFixture client = TransportFixture.plain()) {
            assertThat(client.http().post(at(server), FORM).body()).isEqualTo("{}");
        }
    }

    private static RawServer compressing(String header, String coding) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = switch (coding) {
            case "gzip", "GZIP", "x-gzip" -> new GZIPOutputStream(bytes);
            case "deflate" -> new DeflaterOutputStream(bytes);
            default -> bytes;
        }) {
            out.write(BODY.getBytes(UTF_8));
        }
        return RawServer.answering(RawServer.answer(200, "application/json", bytes.toString(ISO_8859_1))
                .replaceFirst("\r\n\r\n", "\r\nContent-Encoding: " + header + "\r\n\r\n"));
    }

    private static URI at(RawServer server) {
        return URI.create("http://127.0.0.1:" + server.port() + "/token");
    }
}
