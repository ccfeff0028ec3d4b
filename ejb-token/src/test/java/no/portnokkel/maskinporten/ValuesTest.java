package no.portnokkel.maskinporten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @ParameterizedTest
    @ValueSource(strings = {"974760673", "310167398", "991825827"})
    void an_organisation_number_with_a_correct_check_digit_is_accepted(String digits) {
        assertThat(new OrganisationNumber(digits).digits()).isEqualTo(digits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"974760637", "97476067", "0192:974760673", "97476067a", ""})
    void an_invalid_organisation_number_is_rejected(String digits) {
        assertThatIllegalArgumentException().isThrownBy(() -> new OrganisationNumber(digits));
    }

    @Test
    void an_identity_number_passed_as_an_organisation_number_is_not_quoted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OrganisationNumber("12857910093"))
                .withMessageNotContaining("12857910093");
    }

    @ParameterizedTest
    @ValueSource(strings = {"31123990008", "71123990182"})
    void an_identity_number_and_a_d_number_with_correct_check_digits_are_accepted(String digits) {
        NationalIdentityNumber person = new NationalIdentityNumber(digits);

        assertThat(person.digits()).isEqualTo(digits);
        assertThat(person.isSynthetic()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"31523990090", "31923990073", "25922947409"})
    void a_synthetic_person_is_recognized_by_the_month(String digits) {
        assertThat(new NationalIdentityNumber(digits).isSynthetic()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"31133990189", "25922947490", "2592294740", "259229474O9", "31123990009", "00000000000"})
    void an_invalid_identity_number_is_rejected_and_not_quoted(String digits) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NationalIdentityNumber(digits))
                .withMessageNotContaining(digits);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new AuthorizationDetail.Consent(UUID.randomUUID(), "urn:altinn:person:identifier-no:" + digits))
                .withMessageNotContaining(digits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"skatteetaten", "skatte etaten:inntekt", ":inntekt", "skatteetaten:", "a:b\"c"})
    void a_malformed_scope_is_rejected(String scope) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Scope(scope))
                .withMessageContaining("prefix:subscope");
    }

    @Test
    void the_order_of_scopes_has_no_meaning() {
        assertThat(TokenRequest.forScope("b:b", "a:a")).isEqualTo(TokenRequest.forScope("a:a b:b"));
    }

    @Test
    void a_request_without_scope_is_rejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> TokenRequest.forScope(" "));
    }

    @Test
    void to_string_of_a_token_does_not_contain_its_value() {
        assertThat(new AccessToken("secret", Instant.EPOCH, new TreeSet<>()))
                .asString()
                .doesNotContain("secret");
    }
}
