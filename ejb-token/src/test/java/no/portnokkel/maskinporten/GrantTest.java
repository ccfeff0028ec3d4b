package no.portnokkel.maskinporten;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GrantTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00.900Z");

    @Test
    void a_plain_grant_has_exactly_six_claims() {
        assertThat(claims(TokenRequest.forScope("skatteetaten:inntekt")))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "aud", "https://test.maskinporten.no/",
                        "iss", "client",
                        "iat", 1795514400L,
                        "exp", 1795514520L,
                        "jti", "j1",
                        "scope", "skatteetaten:inntekt"));
    }

    @Test
    void each_restriction_adds_exactly_one_claim() {
        UUID consent = UUID.fromString("77ed8698-e619-4066-9eb4-5c1eb3f165a1");
        Map<String, Object> claims = claims(TokenRequest.forScope("b:b a:a")
                .onBehalfOf(new OrganisationNumber("974760673"))
                .forResources(List.of("https://bank.example/"))
                .aboutPerson(new NationalIdentityNumber("12857910093"))
                .with(new AuthorizationDetail.Consent(consent, "urn:altinn:person:identifier-no:12857910093")));

        assertThat(claims)
                .containsEntry("scope", "a:a b:b")
                .containsEntry("consumer_org", "974760673")
                .containsEntry("resource", List.of("https://bank.example/"))
                .containsEntry("pid", "12857910093")
                .containsKey("authorization_details")
                .hasSize(10);
    }

    @Test
    void a_system_user_has_the_prefix_of_enhetsregisteret() {
        AuthorizationDetail detail =
                new AuthorizationDetail.SystemUser(new OrganisationNumber("974760673"), Optional.of("ref"));

        assertThat(detail.members())
                .containsEntry("type", "urn:altinn:systemuser")
                .containsEntry("systemuser_org", Map.of("authority", "iso6523-actorid-upis", "ID", "0192:974760673"))
                .containsEntry("externalRef", "ref");
    }

    @Test
    void to_string_contains_no_identity_number() {
        TokenRequest request = TokenRequest.forScope("a:a")
                .aboutPerson(new NationalIdentityNumber("12857910093"))
                .with(new AuthorizationDetail.Consent(
                        UUID.randomUUID(), "urn:altinn:person:identifier-no:12857910093"));

        assertThat(request.toString() + new Grant("a", "b", NOW, "c", request)).doesNotContain("12857910093");
    }

    private static Map<String, Object> claims(TokenRequest request) {
        return new Grant("https://test.maskinporten.no/", "client", NOW, "j1", request).claims();
    }
}
