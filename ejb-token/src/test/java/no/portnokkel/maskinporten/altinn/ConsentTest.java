package no.portnokkel.maskinporten.altinn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.TreeSet;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.ConsentMismatchException;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;

class ConsentTest {
    private static final String BANK = "910753614";
    private static final String SUPPLIER = "991825827";
    private static final String OTHER_BANK = "974760673";

    private static String jwt(String claims) {
        return "e30."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".c2ln";
    }

    private static AccessToken token(String claims) {
        return new AccessToken(jwt(claims), Instant.EPOCH, new TreeSet<>());
    }

    private static AccessToken delegated(String consumer) {
        return token("{\"consumer\":{\"authority\":\"iso6523-actorid-upis\",\"ID\":\"0192:" + consumer + "\"},"
                + "\"supplier\":{\"authority\":\"iso6523-actorid-upis\",\"ID\":\"0192:" + SUPPLIER + "\"}}");
    }

    private static ConsentToken altinn2(String coveredBy) {
        return ConsentToken.read(jwt("{\"CoveredBy\":\"" + coveredBy
                + "\",\"OfferedBy\":\"25922947409\",\"iss\":\"altinn.no\",\"Services\":[\"4804_210607\"]}"));
    }

    @Test
    void a_consent_for_another_bank_is_rejected_with_both_numbers() {
        assertThatExceptionOfType(ConsentMismatchException.class)
                .isThrownBy(() -> altinn2(OTHER_BANK).requireFor(delegated(BANK)))
                .satisfies(refused -> {
                    assertThat(refused.problem().code()).isEqualTo(ProblemCode.CONSENT_OTHER_ORGANISATION);
                    assertThat(refused.problem().responsible()).contains(Owner.DEVELOPER);
                    assertThat(refused.problem().detail().no()).contains(OTHER_BANK, BANK);
                });
    }

    @Test
    void a_consent_for_the_consumer_is_accepted_when_a_supplier_requests_the_token() {
        assertThatCode(() -> altinn2(BANK).requireFor(delegated(BANK))).doesNotThrowAnyException();
    }

    @Test
    void a_consent_for_the_supplier_is_not_accepted_for_the_consumer() {
        assertThatExceptionOfType(ConsentMismatchException.class)
                .isThrownBy(() -> altinn2(SUPPLIER).requireFor(delegated(BANK)));
    }

    @Test
    void the_consent_inside_a_token_must_be_for_its_consumer() {
        String claims = "{\"consumer\":{\"authority\":\"iso6523-actorid-upis\",\"ID\":\"0192:" + BANK + "\"},"
                + "\"authorization_details\":[{\"type\":\"urn:altinn:consent\",\"id\":\"1\","
                + "\"to\":{\"authority\":\"iso6523-actorid-upis\",\"ID\":\"0192:%s\"}}]}";

        assertThatCode(() -> ConsentRule.require(token(claims.formatted(BANK)))).doesNotThrowAnyException();
        assertThatExceptionOfType(ConsentMismatchException.class)
                .isThrownBy(() -> ConsentRule.require(token(claims.formatted(OTHER_BANK))));
    }

    @Test
    void missing_information_is_left_to_the_api() {
        assertThatCode(() -> {
                    ConsentToken.read("not-a-jwt").requireFor(delegated(BANK));
                    altinn2("12345").requireFor(delegated(BANK));
                    altinn2(BANK).requireFor(token("{}"));
                    ConsentRule.require(token("{}"));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void to_string_of_a_consent_token_contains_nothing() {
        assertThat(altinn2(BANK).toString()).isEqualTo("ConsentToken");
    }
}
