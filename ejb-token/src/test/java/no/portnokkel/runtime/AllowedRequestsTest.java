package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Objects;
import java.util.concurrent.Executors;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Which application may ask for which further client, scope and consumer. */
@ResourceLock("softhsm2") // one SoftHSM store per process
class AllowedRequestsTest extends TwoTwinsFixture {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final TokenRequest BENEFIT = TokenRequest.forScope("nav:aap");

    @Test
    void an_application_gets_what_it_may_ask_for_and_nothing_is_signed_for_the_rest() {
        bank.with("clients.allow.loans.scopes", "skatteetaten:inntekt")
                .with("clients.allow.loans.consumer-orgs", "974760673")
                .with("clients.allow.loans.client", "cards");
        try (PortnokkelOperations loans = start("loans")) {
            assertThat(loans.tokens().get(INCOME)).isNotNull();
            long granted = FIRST.twin().grantsReceived();

            assertRefused(loans, BENEFIT, "nav:aap");
            assertRefused(loans, INCOME.onBehalfOf(new OrganisationNumber("991825827")), "991825827");
            assertRefused(loans, INCOME.byClient("savings"), "savings");

            assertThat(FIRST.twin().grantsReceived()).isEqualTo(granted);
            assertThat(loans.isReady()).isTrue();
        }
    }

    @Test
    void an_application_that_is_not_named_may_ask_for_everything() {
        bank.with("clients.allow.loans.scopes", "skatteetaten:inntekt");
        try (PortnokkelOperations cards = start("cards")) {
            assertThat(cards.tokens().get(BENEFIT)).isNotNull();
        }
    }

    @Test
    void a_deployment_is_named_in_lower_case_and_with_hyphens() {
        bank.with("clients.allow.loans-1-0.scopes", "skatteetaten:inntekt");
        try (PortnokkelOperations loans = start("Loans_1.0")) {
            assertRefused(loans, BENEFIT, "nav:aap");
        }
    }

    @Test
    void a_wrong_restriction_allows_nothing() {
        bank.with("clients.allow.loans.scopes", "skatteetaten:inntekt two\"quotes");
        try (PortnokkelOperations loans = start("loans")) {
            assertRefused(loans, INCOME, "skatteetaten:inntekt");
            assertThat(FIRST.twin().grantsReceived()).isZero();
        }
    }

    @Test
    void a_wrong_value_is_reported_with_its_key() {
        bank.with("clients.allow.loans.scopes", "two\"quotes")
                .with("clients.allow.loans.consumer-orgs", "123")
                .with("clients.allow.loans.scope", "nav:aap");

        assertThat(Configuration.read(ConfigValues.of(bank.values())).problems())
                .extracting(problem -> Objects.toString(problem.configurationKey(), ""))
                .contains(
                        "portnokkel.clients.allow.loans.scopes",
                        "portnokkel.clients.allow.loans.consumer-orgs",
                        "portnokkel.clients.allow.loans.scope");
    }

    private PortnokkelOperations start(String application) {
        return PortnokkelOperations.start(
                ConfigValues.of(bank.values()), Executors.defaultThreadFactory(), application);
    }

    private static void assertRefused(PortnokkelOperations loans, TokenRequest request, String asked) {
        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> loans.tokens().get(request))
                .satisfies(refused -> {
                    Problem problem = refused.problem();
                    assertThat(problem.code()).isEqualTo(ProblemCode.REQUEST_NOT_ALLOWED);
                    assertThat(problem.detail().en()).contains("loans", asked);
                });
    }
}
