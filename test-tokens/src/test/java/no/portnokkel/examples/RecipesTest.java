package no.portnokkel.examples;

import static no.portnokkel.testkit.assertion.GrantAssert.assertThatGrant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.refusal.Refusal.DelegationRefused;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.ScriptedAnswer;
import no.portnokkel.testkit.registry.Consent;
import no.portnokkel.testkit.registry.RegisteredClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The recipes whose beans are in a CDI container, against the twin, with a key in a file. */
@Isolated("a REST client finds its container by CDI.current(), which needs one container at a time")
class RecipesTest {
    private static final String INCOME = "skatteetaten:inntekt";
    private static final String INCOME_URI = "bank.inntekt.uri";
    private static final String TAX = "skatteetaten:summertskattegrunnlag";
    private static final OrganisationNumber ONE = new OrganisationNumber("974760673");
    private static final OrganisationNumber OTHER = new OrganisationNumber("991825827");
    private static final OrganisationNumber WITHOUT_DELEGATION = new OrganisationNumber("889640782");
    private static final String APPLICANT = "25922947409";
    private static final String COLLECTIONS = "22222222-3333-4444-5555-666666666666";

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN = new MaskinportenTwinExtension(
            plan -> plan.client(RegisteredClient.of(SoftwareKey.CLIENT, SoftwareKey.OWNER, INCOME))
                    .client(RegisteredClient.of(COLLECTIONS, SoftwareKey.OWNER, TAX))
                    .delegation(ONE.digits(), SoftwareKey.OWNER, INCOME)
                    .delegation(OTHER.digits(), SoftwareKey.OWNER, INCOME));

    @TempDir
    Path directory;

    private MaskinportenTwin twin;
    private Map<String, String> settings;

    @BeforeEach
    void configure() {
        twin = MASKINPORTEN.twin();
        settings = SoftwareKey.settings(directory.resolve("key"), twin);
    }

    private RecipeApplication start(String typeName) throws InterruptedException {
        return new RecipeApplication(typeName, directory.resolve("application"), settings);
    }

    /** The base address without a slash at the end. */
    private String incomeApi() {
        return twin.incomeApi().toString().replaceFirst("/$", "");
    }

    @Test
    void a_supplier_gets_the_token_of_the_bank_of_its_request_and_of_any_bank_in_a_batch() throws Exception {
        try (RecipeApplication supplier = start("BankTokens")) {
            supplier.beginRequest();
            supplier.tell("CurrentBank", "set", ONE);
            supplier.call("inRequest");
            assertThatGrant(twin.lastGrant()).isAccepted().hasConsumerOrg(ONE.digits());

            supplier.beginRequest();
            supplier.tell("CurrentBank", "set", OTHER);
            supplier.call("inRequest");
            assertThatGrant(twin.lastGrant()).isAccepted().hasConsumerOrg(OTHER.digits());

            assertThat(supplier.call("inBatch", ONE)).isInstanceOf(AccessToken.class);
            assertThat(twin.grantsReceived()).as("the token of the request").isEqualTo(2);
        }
    }

    @Test
    void a_supplier_without_a_bank_a_request_or_a_delegation_gets_no_token() throws Exception {
        try (RecipeApplication supplier = start("BankTokens")) {
            assertThatExceptionOfType(ContextNotActiveException.class).isThrownBy(() -> supplier.call("inRequest"));

            supplier.beginRequest();
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> supplier.call("inRequest"))
                    .withMessage("This request has no bank");
            assertThat(twin.grantsReceived()).isZero();

            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> supplier.call("inBatch", WITHOUT_DELEGATION))
                    .extracting(TokenRefusedException::refusal)
                    .extracting(Optional::orElseThrow)
                    .isInstanceOf(DelegationRefused.class);
        }
    }

    @Test
    void the_income_of_an_applicant_is_fetched_with_the_consent() throws Exception {
        UUID consent = register(given -> given);
        settings.put(INCOME_URI, incomeApi() + "/sbl");

        try (RecipeApplication bank = start("ApplicantIncome")) {
            assertThat((Optional<?>) bank.call("months", consent, APPLICANT))
                    .hasValueSatisfying(income -> assertThat(income).asString().contains("fastloenn"));

            twin.faults().always(ScriptedAnswer.status(503));
            assertThatExceptionOfType(ProcessingException.class)
                    .isThrownBy(() -> bank.call("months", UUID.randomUUID(), APPLICANT))
                    .withCauseInstanceOf(TokenUnavailableException.class);
        }
    }

    @Test
    void a_consent_that_is_revoked_or_expired_or_of_another_bank_gives_no_income() throws Exception {
        List<UUID> unusable = List.of(
                register(given -> given.with(Consent.Status.REVOKED)),
                register(given -> given.validUntil(Instant.now().minusSeconds(60))),
                register(given -> Consent.given(given.id(), given.from(), ONE.digits(), Instant.now())));
        settings.put(INCOME_URI, incomeApi() + "/sbl");

        try (RecipeApplication bank = start("ApplicantIncome")) {
            assertThat(unusable)
                    .allSatisfy(consent -> assertThat((Optional<?>) bank.call("months", consent, APPLICANT))
                            .isEmpty());
        }
        assertThat(twin.grantsReceived()).isEqualTo(3);
    }

    private UUID register(UnaryOperator<Consent> change) {
        UUID id = UUID.randomUUID();
        String from = "urn:altinn:person:identifier-no:" + APPLICANT;
        twin.registry().register(change.apply(Consent.given(id, from, SoftwareKey.OWNER, Instant.now())));
        return id;
    }

    @Test
    void each_of_two_clients_signs_its_own_grants() throws Exception {
        furtherClient();
        try (RecipeApplication bank = start("TwoClients")) {
            bank.call("ofLoans");
            assertThatGrant(twin.lastGrant())
                    .isAccepted()
                    .isByClient(SoftwareKey.CLIENT)
                    .hasScope(INCOME);

            bank.call("ofCollections");
            assertThatGrant(twin.lastGrant())
                    .isAccepted()
                    .isByClient(COLLECTIONS)
                    .hasScope(TAX);

            assertThat(bank.call("of", "collections")).isEqualTo(bank.call("ofCollections"));
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> bank.call("of", "elsewhere"))
                    .withMessageContaining("elsewhere");
            assertThat(twin.grantsReceived()).isEqualTo(2);
        }
    }

    /** The lines of the recipe, for the environment of the twin. */
    private void furtherClient() throws Exception {
        Properties lines = new Properties();
        lines.load(new StringReader(
                DeveloperPage.read("recipes.md").blocks("properties").get(0)));
        lines.stringPropertyNames()
                .forEach(key ->
                        settings.put(key.replace("environments.test.", "environments.lab."), lines.getProperty(key)));
    }

    @Test
    void a_client_that_no_environment_configures_fails_the_deployment() {
        assertThatExceptionOfType(DeploymentException.class)
                .isThrownBy(() -> start("TwoClients").close())
                .withMessageContaining("TwoClients.collections");
    }

    @Test
    void an_asynchronous_resource_answers_with_the_income() throws Exception {
        settings.put(INCOME_URI, incomeApi());
        try (RecipeApplication bank = start("AsyncIncome")) {
            assertThat(answer(bank)).isEqualTo("200 without Retry-After");
        }
    }

    @Test
    void an_asynchronous_resource_answers_an_outage_with_try_later() throws Exception {
        settings.put(INCOME_URI, incomeApi());
        try (RecipeApplication bank = start("AsyncIncome")) {
            twin.faults().always(ScriptedAnswer.status(503));

            assertThat(answer(bank)).isEqualTo("503 Retry-After 30");
        }
    }

    private static String answer(RecipeApplication bank) throws Exception {
        try (Response response = (Response) ((CompletionStage<?>) bank.call("months", APPLICANT))
                .toCompletableFuture()
                .get(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS)) {
            String pause = response.getHeaderString("Retry-After");
            return response.getStatus() + (pause == null ? " without Retry-After" : " Retry-After " + pause);
        }
    }

    @Test
    void a_rest_client_interface_gets_the_income_with_a_token() throws Exception {
        settings.put("inntekt/mp-rest/url", incomeApi());
        try (RecipeApplication bank = start("RestIncome")) {
            assertThat(bank.call("months", APPLICANT)).asString().contains("fastloenn");
        }
        assertThatGrant(twin.lastGrant()).isAccepted().hasScope(INCOME);
    }
}
