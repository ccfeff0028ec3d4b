package no.portnokkel.admin.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.settings.CheckedValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private final TrustedProxies proxies = read("10.0.0.1, 10.0.0.2 ::1");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.7 | 203.0.113.9                       | 192.0.2.7",
                "10.0.0.1  | 203.0.113.9                       | 203.0.113.9",
                "10.0.0.1  | 1.2.3.4, 203.0.113.9              | 203.0.113.9",
                "10.0.0.1  | 203.0.113.9, 10.0.0.2             | 203.0.113.9",
                "10.0.0.1  | 203.0.113.9:4711                  | 203.0.113.9",
                "10.0.0.1  | [2001:db8::7]:4711                | 2001:db8:0:0:0:0:0:7",
                "0:0:0:0:0:0:0:1 | 2001:DB8::7                 | 2001:db8:0:0:0:0:0:7",
                "10.0.0.1  | 203.0.113.9, evil.example         | 10.0.0.1",
                "10.0.0.1  | 203.0.113.9, 999.1.1.1            | 10.0.0.1",
                "10.0.0.1  | ''                                | 10.0.0.1",
                "fe80:0:0:0:0:0:0:1%eth0 | 203.0.113.9         | fe80:0:0:0:0:0:0:1",
            })
    void the_address_is_the_last_one_that_a_trusted_proxy_did_not_add_itself(
            String connection, String forwardedFor, String expected) {
        assertThat(proxies.addressOf(connection, List.of(forwardedFor))).isEqualTo(expected);
    }

    @Test
    void several_header_lines_count_in_their_order() {
        assertThat(proxies.addressOf("10.0.0.1", List.of("1.2.3.4", "203.0.113.9")))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void only_a_trusted_proxy_can_say_that_the_caller_uses_tls() {
        assertThat(proxies.isSecure("10.0.0.2", List.of("https"))).isTrue();
        assertThat(proxies.isSecure("10.0.0.2", List.of("http"))).isFalse();
        assertThat(proxies.isSecure("192.0.2.7", List.of("https"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.bank.example", "10.0.0.0/8", "10.0.0.1;10.0.0.2", "300.1.1.1"})
    void what_is_no_address_is_a_problem_and_trusts_nobody(String value) {
        CheckedValues checked = checked(value);
        TrustedProxies wrong = TrustedProxies.read(checked);
        assertThat(checked.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentence()).contains("portnokkel.admin.trusted-proxies"));
        assertThat(wrong.addressOf("10.0.0.1", List.of("203.0.113.9"))).isEqualTo("10.0.0.1");
    }

    @Test
    void without_a_value_nobody_is_trusted() {
        CheckedValues checked = Configuration.checked(ConfigValues.of(Map.of()), "portnokkel.");
        TrustedProxies none = TrustedProxies.read(checked);
        assertThat(checked.problems()).isEmpty();
        assertThat(none.addressOf("127.0.0.1", List.of("203.0.113.9"))).isEqualTo("127.0.0.1");
    }

    private static TrustedProxies read(String value) {
        return TrustedProxies.read(checked(value));
    }

    private static CheckedValues checked(String value) {
        return Configuration.checked(ConfigValues.of(Map.of("portnokkel.admin.trusted-proxies", value)), "portnokkel.");
    }
}
