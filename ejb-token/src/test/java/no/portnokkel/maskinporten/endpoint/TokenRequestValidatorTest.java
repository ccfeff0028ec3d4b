package no.portnokkel.maskinporten.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.maskinporten.AuthorizationDetail.Consent;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.Scope;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.AllowedRequests;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.ClientSettings.X5c;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings.State;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;

/** What is rejected before the HSM signs. */
class TokenRequestValidatorTest {
    private static final OrganisationNumber BANK = new OrganisationNumber("310167398");
    private static final OrganisationNumber OTHER_BANK = new OrganisationNumber("974760673");
    private static final NationalIdentityNumber SYNTHETIC = new NationalIdentityNumber("25922947409");
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");

    private final ClientSettings open = client("open-client");
    private final ClientSettings limited = client("limited-client", "skatteetaten:inntekt", "nav:aap");
    private final EnvironmentSettings lab = settings("lab", EnvironmentClass.TEST);
    private final EnvironmentSettings prod = settings("prod", EnvironmentClass.PRODUCTION);

    private static ClientSettings client(String id, String... scopes) {
        return new ClientSettings(
                id,
                BANK,
                "",
                "seal",
                Optional.empty(),
                X5c.CHAIN,
                SignatureAlgorithm.RS256,
                Stream.of(scopes).map(Scope::new).collect(Collectors.toCollection(TreeSet::new)));
    }

    private EnvironmentSettings settings(String name, EnvironmentClass environmentClass) {
        URI issuer = URI.create("https://maskinporten.example/");
        return new EnvironmentSettings(
                new Environment(
                        name, environmentClass, issuer.toString(), issuer.resolve("token"), issuer.resolve("jwk")),
                State.READY,
                Optional.of(open),
                new TreeMap<>(Map.of("limited", limited)),
                Optional.empty(),
                AllowedRequests.ALL,
                Optional.empty(),
                List.of(),
                List.of());
    }

    private void assertRejected(TokenRequest request, EnvironmentSettings settings, String... detail) {
        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> TokenRequestValidator.clientFor(request, settings))
                .satisfies(rejected -> {
                    assertThat(rejected.problem().code()).isEqualTo(ProblemCode.REQUEST_INVALID);
                    assertThat(rejected.problem().detail().en()).contains(detail);
                });
    }

    @Test
    void the_client_of_a_request_is_the_named_one_or_the_default() {
        assertThat(TokenRequestValidator.clientFor(INCOME, lab)).isSameAs(open);
        assertThat(TokenRequestValidator.clientFor(INCOME.byClient("limited"), lab))
                .isSameAs(limited);
        assertRejected(INCOME.byClient("unknown"), lab, "lab", "unknown", "limited");
    }

    @Test
    void a_scope_that_the_client_is_not_known_to_have_is_rejected_and_named() {
        TokenRequest request = TokenRequest.forScope("nav:aap", "bits:kundeforhold", "bits:konto")
                .byClient("limited");

        assertRejected(request, lab, "limited-client", "bits:konto bits:kundeforhold");
        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> TokenRequestValidator.clientFor(request, lab))
                .satisfies(
                        rejected -> assertThat(rejected.problem().detail().en()).doesNotContain("nav:aap"));
        assertThat(TokenRequestValidator.clientFor(
                        TokenRequest.forScope("nav:aap", "skatteetaten:inntekt").byClient("limited"), lab))
                .isSameAs(limited);
    }

    @Test
    void a_client_whose_scopes_are_not_configured_may_request_any() {
        assertThat(TokenRequestValidator.clientFor(TokenRequest.forScope("bits:konto"), lab))
                .isSameAs(open);
    }

    @Test
    void a_client_acts_on_behalf_of_others_only() {
        assertRejected(INCOME.onBehalfOf(BANK), lab, "consumer_org");
        assertThat(TokenRequestValidator.clientFor(INCOME.onBehalfOf(OTHER_BANK), lab))
                .isSameAs(open);
    }

    @Test
    void a_synthetic_person_is_rejected_in_production_only() {
        TokenRequest about = INCOME.aboutPerson(SYNTHETIC);
        TokenRequest consented = INCOME.with(Consent.ofPerson(new UUID(1, 1), SYNTHETIC));

        assertRejected(about, prod, "prod");
        assertRejected(consented, prod, "prod");
        assertThat(TokenRequestValidator.clientFor(about, lab)).isSameAs(open);
        assertThat(TokenRequestValidator.clientFor(consented, lab)).isSameAs(open);
        assertThat(TokenRequestValidator.clientFor(INCOME, prod)).isSameAs(open);
        assertThat(TokenRequestValidator.clientFor(
                        INCOME.with(Consent.ofOrganisation(new UUID(1, 1), OTHER_BANK)), prod))
                .isSameAs(open);
    }
}
