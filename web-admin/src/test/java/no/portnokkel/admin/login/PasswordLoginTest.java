package no.portnokkel.admin.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordLoginTest {
    @Test
    void a_password_may_contain_colons_and_any_letter() {
        String header = "basic " + Base64.getEncoder().encodeToString("kari:blå:bær".getBytes(StandardCharsets.UTF_8));
        assertThat(BasicOrSessionMechanism.parseBasic(header)).hasValueSatisfying(credential -> {
            assertThat(credential.getCaller()).isEqualTo("kari");
            assertThat(credential.getPasswordAsString()).isEqualTo("blå:bær");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic !!!", "Basic a2FyaQ==", "Basic OnB3", "Bearer a2FyaTpwdw=="})
    void any_other_header_gives_no_credential(String header) {
        assertThat(BasicOrSessionMechanism.parseBasic(header)).isEmpty();
    }

    @Test
    void an_attribute_is_added_to_a_cookie_only_once() {
        assertThat(SessionCookie.with("Secure", "s=1; HttpOnly")).isEqualTo("s=1; HttpOnly; Secure");
        assertThat(SessionCookie.with("Secure", "s=1;secure; HttpOnly")).isEqualTo("s=1;secure; HttpOnly");
        assertThat(SessionCookie.with("SameSite=Strict", "s=Secure")).isEqualTo("s=Secure; SameSite=Strict");
    }

    @Test
    void only_localhost_and_loopback_addresses_count_as_loopback() {
        assertThat(SessionCookie.isLoopback("localhost")).isTrue();
        assertThat(SessionCookie.isLoopback("127.0.0.1")).isTrue();
        assertThat(SessionCookie.isLoopback("localhost.bank.example")).isFalse();
        assertThat(SessionCookie.isLoopback("127.0.0.1.bank.example")).isFalse();
    }
}
