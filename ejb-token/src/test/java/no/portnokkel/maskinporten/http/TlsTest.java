package no.portnokkel.maskinporten.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static no.portnokkel.maskinporten.http.RawServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    private static final Map<String, String> FORM = Map.of("assertion", "a.b.c");
    private static final String OK = answer(200, "application/json", "{}");
    private static final TlsIdentity MASKINPORTEN = TlsIdentity.of("127.0.0.1");

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_server_in_the_trust_store_is_accepted(String protocol) throws IOException {
        try (RawServer server = new RawServer(
                        MASKINPORTEN.listen(protocol), (request, out) -> out.write(OK.getBytes(US_ASCII)));
                TransportFixture client = TransportFixture.trusting(MASKINPORTEN.certificate())) {
            assertThat(client.http().post(at(server.port()), FORM).status()).isEqualTo(200);
            assertThat(client.http().post(at(server.port()), FORM).status()).isEqualTo(200);
        }
    }

    @Test
    void the_configured_trust_store_replaces_that_of_the_jvm() throws IOException {
        assertRejectedBeforeSending(
                MASKINPORTEN,
                TransportFixture.trusting(TlsIdentity.of("127.0.0.1").certificate()));
    }

    @Test
    void without_a_trust_store_an_unknown_server_is_rejected_before_anything_is_sent() throws IOException {
        assertRejectedBeforeSending(MASKINPORTEN, TransportFixture.plain());
    }

    @Test
    void a_certificate_for_another_name_is_rejected_before_anything_is_sent() throws IOException {
        TlsIdentity other = TlsIdentity.of("maskinporten.example");
        assertRejectedBeforeSending(other, TransportFixture.trusting(other.certificate()));
    }

    private static void assertRejectedBeforeSending(TlsIdentity identity, TransportFixture client) throws IOException {
        try (client;
                RawServer server =
                        new RawServer(identity.listen("TLSv1.3"), (request, out) -> out.write(OK.getBytes(US_ASCII)))) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> client.http().post(at(server.port()), FORM))
                    .withMessageContaining("TLS")
                    .withMessageContaining("portnokkel.http.truststore");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void a_server_without_a_tls_handshake_is_given_up_after_the_connect_timeout() {
        try (RawServer silent = RawServer.answering("");
                TransportFixture client = TransportFixture.plain()) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> client.http().post(at(silent.port()), FORM))
                    .withMessageContaining("timed out");
        }
    }

    /** With OpenSSL as the server, because the JDK no longer supports TLS 1.1. Our setting or the JDK's refuses it. */
    @Test
    void a_server_with_tls_1_1_only_is_rejected(@TempDir Path directory) throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                "openssl",
                "s_server",
                "-accept",
                "127.0.0.1:0",
                "-tls1_1",
                "-cipher",
                "ALL:@SECLEVEL=0",
                "-www",
                "-cert",
                MASKINPORTEN.pem(directory).toString());
        Process openssl = command.redirectErrorStream(true).start();
        try (BufferedReader says = openssl.inputReader();
                TransportFixture client = TransportFixture.trusting(MASKINPORTEN.certificate())) {
            String accepts = says.lines()
                    .filter(line -> line.startsWith("ACCEPT 127.0.0.1:"))
                    .findFirst()
                    .orElseThrow();
            int port = Integer.parseInt(accepts.substring(accepts.lastIndexOf(':') + 1));

            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> client.http().post(at(port), FORM))
                    .withMessageContaining("TLS")
                    .withMessageContaining("protocol");
        } finally {
            openssl.destroyForcibly();
        }
    }

    private static URI at(int port) {
        return URI.create("https://127.0.0.1:" + port + "/token");
    }
}
