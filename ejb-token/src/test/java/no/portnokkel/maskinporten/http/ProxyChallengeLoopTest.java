package no.portnokkel.maskinporten.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.maskinporten.config.ProxySettings.Credentials;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A proxy that answers each request with another challenge. */
class ProxyChallengeLoopTest {
    private static final Map<String, String> FORM = Map.of("assertion", "a.b.c");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http | Digest realm=\"p\", nonce=\"1\", stale=true, qop=\"auth\"",
                "https | Digest realm=\"p\", nonce=\"1\", stale=true, qop=\"auth\"",
                "http | Digest realm=\"p\", nonce=\"1\", qop=\"auth\"",
                "https | Basic realm=\"p\"",
            })
    void a_proxy_that_challenges_each_request_gets_the_password_at_most_twice(String scheme, String challenge) {
        String refusal = "HTTP/1.1 407 \r\nProxy-Authenticate: " + challenge + "\r\nContent-Length: 0\r\n\r\n";
        try (RawServer proxy = RawServer.answering(refusal);
                TransportFixture client = TransportFixture.through(
                        "http://127.0.0.1:" + proxy.port(),
                        Optional.of(new Credentials("kari", "hemmelig".toCharArray())))) {
            assertThatIOException()
                    .isThrownBy(() -> client.http().post(URI.create(scheme + "://maskinporten.example/token"), FORM));
            assertThat(proxy.requests().size()).isLessThanOrEqualTo(3);
        }
    }
}
