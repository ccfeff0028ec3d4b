package no.portnokkel.admin.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialTest {
    @Test
    void a_password_may_contain_colons_and_any_letter() {
        String header = "basic " + Base64.getEncoder().encodeToString("kari:blå:bær".getBytes(StandardCharsets.UTF_8));
        assertThat(Credential.parseBasic(header)).hasValueSatisfying(credential -> {
            assertThat(credential.name()).isEqualTo("kari");
            assertThat(credential.password()).isEqualTo("blå:bær");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic !!!", "Basic a2FyaQ==", "Basic OnB3", "Bearer a2FyaTpwdw=="})
    void any_other_header_gives_no_credential(String header) {
        assertThat(Credential.parseBasic(header)).isEmpty();
    }

    @Test
    void a_form_is_read_in_utf_8_and_may_have_its_fields_in_any_order() {
        assertThat(form("password=bl%C3%A5+b%26r&username=kari")).isEqualTo(new Credential("kari", "blå b&r"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&&&", "username", "username=%&password=%zz", "usernames=kari", "\u0000"})
    void a_malformed_form_has_an_empty_name(String form) {
        assertThat(form(form).name()).isEmpty();
    }

    @Test
    void a_password_is_not_part_of_the_string() {
        assertThat(form("username=kari&password=secret").toString()).doesNotContain("secret");
    }

    private static Credential form(String form) {
        return Credential.ofForm(form.getBytes(StandardCharsets.UTF_8));
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
