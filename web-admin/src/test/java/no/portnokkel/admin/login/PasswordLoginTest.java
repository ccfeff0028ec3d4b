package no.portnokkel.admin.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordLoginTest {
    @Test
    void a_password_may_hold_a_colon_and_any_letter() {
        String header = "basic " + Base64.getEncoder().encodeToString("kari:blå:bær".getBytes(StandardCharsets.UTF_8));
        assertThat(BasicCredentials.in(header)).hasValueSatisfying(credential -> {
            assertThat(credential.getCaller()).isEqualTo("kari");
            assertThat(credential.getPasswordAsString()).isEqualTo("blå:bær");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic !!!", "Basic a2FyaQ==", "Basic OnB3", "Bearer a2FyaTpwdw=="})
    void what_is_no_basic_header_names_nobody(String header) {
        assertThat(BasicCredentials.in(header)).isEmpty();
    }

    @Test
    void an_attribute_is_added_to_a_cookie_once() {
        assertThat(SessionCookieListener.with("Secure", "s=1; HttpOnly")).isEqualTo("s=1; HttpOnly; Secure");
        assertThat(SessionCookieListener.with("Secure", "s=1;secure; HttpOnly")).isEqualTo("s=1;secure; HttpOnly");
        assertThat(SessionCookieListener.with("SameSite=Strict", "s=Secure")).isEqualTo("s=Secure; SameSite=Strict");
    }

    @Test
    void loopback_is_what_cannot_be_anything_else() {
        assertThat(SessionCookieListener.isLoopback("localhost")).isTrue();
        assertThat(SessionCookieListener.isLoopback("127.0.0.1")).isTrue();
        assertThat(SessionCookieListener.isLoopback("localhost.bank.example")).isFalse();
        assertThat(SessionCookieListener.isLoopback("127.0.0.1.bank.example")).isFalse();
    }
}
