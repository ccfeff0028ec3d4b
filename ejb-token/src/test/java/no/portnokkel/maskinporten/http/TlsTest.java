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
    private static final String FINE = answer(200, "application/json", "{}");
    private static final TlsIdentity MASKINPORTEN = TlsIdentity.of("127.0.0.1");

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void who_is_in_the_trust_store_is_spoken_to(String protocol) throws IOException {
        try (RawServer server = new RawServer(
                        MASKINPORTEN.listen(protocol), (request, out) -> out.write(FINE.getBytes(US_ASCII)));
                TransportFixture client = TransportFixture.trusting(MASKINPORTEN.certificate())) {
            assertThat(client.http().post(at(server.port()), FORM).status()).isEqualTo(200);
            assertThat(client.http().post(at(server.port()), FORM).status()).isEqualTo(200);
        }
    }

    @Test
    void the_trust_store_replaces_that_of_the_jvm_and_holds_nobody_else() throws IOException {
        assertThatNobodySpeaks(
                MASKINPORTEN,
                TransportFixture.trusting(TlsIdentity.of("127.0.0.1").certificate()));
    }

    @Test
    void without_a_trust_store_a_stranger_is_refused_before_anything_is_sent() throws IOException {
        assertThatNobodySpeaks(MASKINPORTEN, TransportFixture.plain());
    }

    @Test
    void a_certificate_for_another_name_is_refused_before_anything_is_sent() throws IOException {
        TlsIdentity other = TlsIdentity.of("maskinporten.example");
        assertThatNobodySpeaks(other, TransportFixture.trusting(other.certificate()));
    }

    private static void assertThatNobodySpeaks(TlsIdentity identity, TransportFixture client) throws IOException {
        try (client;
                RawServer server = new RawServer(
                        identity.listen("TLSv1.3"), (request, out) -> out.write(FINE.getBytes(US_ASCII)))) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> client.http().post(at(server.port()), FORM))
                    .withMessageContaining("TLS")
                    .withMessageContaining("portnokkel.http.truststore");
            assertThat(server.heard()).isEmpty();
        }
    }

    @Test
    void a_server_that_does_not_shake_hands_is_left_after_the_connect_time() {
        try (RawServer silent = RawServer.saying("");
                TransportFixture client = TransportFixture.plain()) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> client.http().post(at(silent.port()), FORM))
                    .withMessageContaining("timed out");
        }
    }

    /** By OpenSSL, since the JDK itself no longer speaks it: by our setting and the JDK's, whichever comes first. */
    @Test
    void a_server_that_knows_no_tls_newer_than_1_1_is_refused(@TempDir Path directory) throws IOException {
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
