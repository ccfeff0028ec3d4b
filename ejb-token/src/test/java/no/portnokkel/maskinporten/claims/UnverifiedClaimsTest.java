package no.portnokkel.maskinporten.claims;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeSet;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.OrganisationNumber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnverifiedClaimsTest {
    private static UnverifiedClaims contents(String claims) {
        String payload =
                Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return UnverifiedClaims.of(new AccessToken("e30." + payload + ".c2ln", Instant.EPOCH, new TreeSet<>()));
    }

    @Test
    void a_delegated_token_names_consumer_supplier_and_source() {
        UnverifiedClaims token = contents("""
                {"consumer":{"authority":"iso6523-actorid-upis","ID":"0192:910753614"},
                 "supplier":{"authority":"iso6523-actorid-upis","ID":"0192:991825827"},
                 "delegation_source":"https://tt02.altinn.no/","aud":"unspecified"}
                """);

        assertThat(token.consumer().flatMap(PartyId::norwegianNumber)).contains(new OrganisationNumber("910753614"));
        assertThat(token.supplier().map(PartyId::id)).contains("0192:991825827");
        assertThat(token.delegationSource()).contains("https://tt02.altinn.no/");
        assertThat(token.audience()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0192:991825827:ER//987464291:1",
                "0192:986186999:MP//vergemalsnemnda:1",
                "NTRNO-555555555",
                "0192:991825828"
            })
    void a_consumer_in_another_form_is_kept_and_is_nobody_in_enhetsregisteret(String id) {
        UnverifiedClaims token = contents("{\"consumer\":{\"authority\":\"etsi-en-319-412\",\"ID\":\"" + id + "\"}}");

        assertThat(token.consumer()).contains(new PartyId("etsi-en-319-412", id));
        assertThat(token.consumer().flatMap(PartyId::norwegianNumber)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata", "metaData"})
    void a_consent_is_read_in_either_spelling(String spelling) {
        UnverifiedClaims token = contents("""
                {"authorization_details":[{"type":"urn:altinn:consent","id":"f70542a8-d97a-40a8-9ef7-221603ffd5e6",
                 "from":"urn:altinn:person:identifier-no:25922947409",
                 "to":{"authority":"iso6523-actorid-upis","ID":"0192:991825827"},
                 "consented":"2026-02-03T10:14:05.419279+00:00","validTo":"2027-02-03T10:13:27.897002+00:00",
                 "consentRights":[{"action":["consent"],"resource":[{"type":"urn:altinn:resource",
                  "value":"ske-samtykke-sbl-inntekt"}],"SPELLING":{"fraOgMed":"2024-01","tilogmed":"2024-12"}}]}]}
                """.replace("SPELLING", spelling));

        ConsentClaim consent = token.consent().orElseThrow();
        assertThat(consent.to().flatMap(PartyId::norwegianNumber)).contains(new OrganisationNumber("991825827"));
        assertThat(consent.validTo()).contains(Instant.parse("2027-02-03T10:13:27.897002Z"));
        assertThat(consent.rights())
                .containsExactly(new ConsentClaim.Right(
                        "ske-samtykke-sbl-inntekt", Map.of("fraogmed", "2024-01", "tilogmed", "2024-12")));
    }

    @Test
    void an_audience_is_a_text_or_a_list() {
        assertThat(contents("{\"aud\":\"https://api.example/\"}").audience()).containsExactly("https://api.example/");
        assertThat(contents("{\"aud\":[\"a\",\"b\"]}").audience()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{\"consumer\":7,\"aud\":{},\"authorization_details\":\"x\",\"supplier\":null}",
                "{\"consumer\":{\"ID\":7},\"authorization_details\":[null,7,{\"type\":\"urn:altinn:consent\"}]}"
            })
    void what_has_another_form_says_nothing(String claims) {
        UnverifiedClaims token = contents(claims);

        assertThat(token.consumer()).isEmpty();
        assertThat(token.supplier()).isEmpty();
        assertThat(token.consent()).isEmpty();
    }

    @Test
    void a_token_by_reference_says_nothing() {
        UnverifiedClaims opaque =
                UnverifiedClaims.of(new AccessToken("IxC0B76vlWl3fiQhAwZUmD0hr", Instant.EPOCH, new TreeSet<>()));

        assertThat(opaque.consumer()).isEmpty();
    }
}
