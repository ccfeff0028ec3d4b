package no.portnokkel.maskinporten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.TreeSet;
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
                .isThrownBy(() -> new OrganisationNumber("12057912345"))
                .withMessageNotContaining("12057912345");
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
