package no.portnokkel.maskinporten.altinn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeSet;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.altinn.UnverifiedClaims.ConsentClaim;
import no.portnokkel.maskinporten.altinn.UnverifiedClaims.PartyId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnverifiedClaimsTest {
    private static UnverifiedClaims claims(String claims) {
        String payload =
                Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return UnverifiedClaims.of(new AccessToken("e30." + payload + ".c2ln", Instant.EPOCH, new TreeSet<>()));
    }

    @Test
    void a_delegated_token_names_consumer_supplier_and_source() {
        UnverifiedClaims token = claims("""
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
    void a_consumer_with_another_id_format_has_no_organisation_number(String id) {
        UnverifiedClaims token = claims("{\"consumer\":{\"authority\":\"etsi-en-319-412\",\"ID\":\"" + id + "\"}}");

        assertThat(token.consumer()).contains(new PartyId("etsi-en-319-412", id));
        assertThat(token.consumer().flatMap(PartyId::norwegianNumber)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata", "metaData"})
    void a_consent_is_read_in_both_spellings(String spelling) {
        UnverifiedClaims token = claims("""
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
    void an_audience_is_a_string_or_a_list() {
        assertThat(claims("{\"aud\":\"https://api.example/\"}").audience()).containsExactly("https://api.example/");
        assertThat(claims("{\"aud\":[\"a\",\"b\"]}").audience()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{\"consumer\":7,\"aud\":{},\"authorization_details\":\"x\",\"supplier\":null}",
                "{\"consumer\":{\"ID\":7},\"authorization_details\":[null,7,{\"type\":\"urn:altinn:consent\"}]}"
            })
    void claims_of_another_type_are_empty(String claims) {
        UnverifiedClaims token = claims(claims);

        assertThat(token.consumer()).isEmpty();
        assertThat(token.supplier()).isEmpty();
        assertThat(token.consent()).isEmpty();
    }

    @Test
    void an_opaque_token_has_no_claims() {
        UnverifiedClaims opaque =
                UnverifiedClaims.of(new AccessToken("IxC0B76vlWl3fiQhAwZUmD0hr", Instant.EPOCH, new TreeSet<>()));

        assertThat(opaque.consumer()).isEmpty();
    }
}
