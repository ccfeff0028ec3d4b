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
    void an_organisation_number_keeps_its_check_digit(String digits) {
        assertThat(new OrganisationNumber(digits).digits()).isEqualTo(digits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"974760637", "97476067", "0192:974760673", "97476067a", ""})
    void a_wrong_organisation_number_is_refused(String digits) {
        assertThatIllegalArgumentException().isThrownBy(() -> new OrganisationNumber(digits));
    }

    @Test
    void a_persons_number_given_as_an_organisation_number_is_not_quoted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OrganisationNumber("12857910093"))
                .withMessageNotContaining("12857910093");
    }

    @ParameterizedTest
    @ValueSource(strings = {"31123990008", "71123990182"})
    void a_persons_number_and_a_d_number_keep_their_check_digits(String digits) {
        NationalIdentityNumber person = new NationalIdentityNumber(digits);

        assertThat(person.digits()).isEqualTo(digits);
        assertThat(person.isSynthetic()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"31523990090", "31923990073", "25922947409"})
    void a_synthetic_person_is_known_by_the_month(String digits) {
        assertThat(new NationalIdentityNumber(digits).isSynthetic()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"31133990189", "25922947490", "2592294740", "259229474O9", "31123990009", "00000000000"})
    void a_wrong_persons_number_is_refused_and_not_quoted(String digits) {
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
    void a_malformed_scope_is_refused(String scope) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Scope(scope))
                .withMessageContaining("prefix:subscope");
    }

    @Test
    void the_order_of_scopes_means_nothing() {
        assertThat(TokenRequest.forScope("b:b", "a:a")).isEqualTo(TokenRequest.forScope("a:a b:b"));
    }

    @Test
    void a_request_without_scope_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TokenRequest.forScope(" "));
    }

    @Test
    void a_token_never_shows_its_value() {
        assertThat(new AccessToken("secret", Instant.EPOCH, new TreeSet<>()))
                .asString()
                .doesNotContain("secret");
    }
}
