package no.portnokkel.maskinporten.bearer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTargetTest {
    private final TokenTarget target = new TokenTarget(URI.create("https://api.bank.example/v1"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.bank.example/v1",
                "https://api.bank.example/v1/",
                "https://api.bank.example/v1/income/1?year=2025",
                "https://API.bank.example:443/v1/income",
                "HTTPS://api.bank.example/v1/a.b/c%20d",
                "https://api.bank.example/v1/.well-known/a",
                "https://api.bank.example/v1/100%25/a+b/%C3%A5"
            })
    void addresses_below_the_base_address_are_accepted(String address) {
        assertThat(target.accepts(URI.create(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.bank.example.evil/v1",
                "https://evil.example/v1",
                "http://api.bank.example/v1",
                "https://api.bank.example:8443/v1",
                "https://user@api.bank.example/v1",
                "https://api.bank.example@evil.example/v1",
                "https://api.bank.example/",
                "https://api.bank.example/v10",
                "https://api.bank.example/V1/a",
                "https://api.bank.example/v1/../a",
                "https://api.bank.example/v1/..;x=1/a",
                "https://api.bank.example/v1/%2e%2e/a",
                "https://api.bank.example/v1/.%2E/a",
                "https://api.bank.example/v1/%252e%252e/a",
                "https://api.bank.example/v1/a%2f..%2fb",
                "https://api.bank.example/v1/a%5c..%5cb",
                "https://api.bank.example/v1/..;/a",
                "https://api.bank.example/v1/..%3b/a",
                "https://api.bank.example/v1/..%00/a",
                "https://api.bank.example/v1/%00../a",
                "https://api.bank.example/v1/..%2500/a",
                "https://api.bank.example/v1/.%E2%80%8B./a",
                "https://api.bank.example/v1/..%20/a",
                "https://api.bank.example/v1/\uff0e\uff0e/a",
                "https://api.bank.example/v1/%EF%BC%8E%EF%BC%8E/a",
                "https://api.bank.example/v1/%E2%80%A5/a",
                "https://api.bank.example/v1/%c0%ae%c0%ae/a",
                "https://api.bank.example/v1/%25c0%25ae./a",
                "https://api.bank.example/v1/.%3b/a",
                "https://api.bank.example/v1/a%EF%BC%8F..%EF%BC%8F..%EF%BC%8Fadmin",
                "https://api.bank.example/v1/a%EF%BC%BC..%EF%BC%BCadmin",
                "https://api.bank.example/v1/a%25%32%66..%25%32%66..%25%32%66admin",
                "https://api.bank.example/v1/a%25%35%63..%25%35%63admin",
                "https://api.bank.example/v1/a%E2%84%80..",
                "https://api.bank.example/v1/%25u2024%25u2024/a",
                "/v1/a",
                "mailto:a@b.example"
            })
    void other_addresses_are_not_accepted(String address) {
        assertThat(target.accepts(URI.create(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://api.bank.example/v1", "https://u@api.bank.example/", "https://api.bank.example/a/../b"})
    void an_unsafe_base_address_is_rejected(String base) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenTarget(URI.create(base)))
                .withMessageContaining("baseUri");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8081/v1", "http://127.0.0.1:8081/v1", "http://[::1]:8081/v1"})
    void plain_http_is_accepted_on_loopback(String base) {
        assertThat(new TokenTarget(URI.create(base)).accepts(URI.create(base + "/a")))
                .isTrue();
    }
}
