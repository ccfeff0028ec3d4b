package no.portnokkel.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.WebTarget;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.WriterInterceptor;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.util.Base64;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import no.portnokkel.inject.Maskinporten;
import no.portnokkel.inject.MaskinportenFeature;
import no.portnokkel.inject.MicroProfileValues;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.ConsentMismatchException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.runtime.PortnokkelOperations;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock("arquillian") // its extension starts one server, and not in two threads at once
@ExtendWith(ArquillianExtension.class)
class ContainerIT {
    private static final String OWNER = "310167398";
    private static final String CUSTOMER = "974760673"; // has delegated to the owner
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");

    @Inject
    @Maskinporten(scope = "skatteetaten:inntekt")
    Supplier<AccessToken> supplier;

    @Inject
    @Maskinporten(scope = "skatteetaten:inntekt", baseUri = "config:bank.income.uri")
    WebTarget income;

    @Inject
    @Maskinporten(scope = "skatteetaten:inntekt", baseUri = "config:bank.api.uri")
    WebTarget api;

    @Inject
    @Maskinporten(scope = "skatteetaten:inntekt", baseUri = "config:bank.api.uri", consumerOrg = CUSTOMER)
    WebTarget delegated;

    @Inject
    @Maskinporten(scope = "skatteetaten:inntekt")
    CompletionStage<AccessToken> stage;

    @Inject
    @RestClient
    BankApi restClient;

    @Inject
    Tokens tokens;

    @Inject
    PortnokkelOperations portnokkel;

    @Inject
    Config config;

    @Inject
    TellerBean teller;

    @Inject
    UserTransaction transaction;

    @Inject
    @Any
    Instance<HealthCheck> checks;

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    ManagedExecutorService executor;

    @Deployment
    static WebArchive application() throws IOException {
        String configuration = ContainerFixture.start().configuration(Files.createTempDirectory("portnokkel-data"));
        File[] libraries = new File("target/container-libraries").listFiles();
        return ShrinkWrap.create(WebArchive.class, "bank.war")
                .addClasses(ContainerIT.class, TellerBean.class, BankApi.class)
                .addAsLibraries(libraries)
                .addAsLibrary(new File("target/ejb-token.jar"))
                .addAsResource(new StringAsset(configuration), "META-INF/microprofile-config.properties")
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
    }

    @BeforeEach
    @AfterEach
    void start_maskinporten_and_clear_the_cache() {
        control("twin/start");
        control("twin/release");
        portnokkel.clearTokens();
    }

    @Test
    void supplier_tokens_and_web_target_provide_a_token() {
        AccessToken token = supplier.get();

        assertThat(token.scopes()).isEqualTo(INCOME.scopes());
        assertThat(tokens.get(INCOME)).isEqualTo(token);
        try (Response answer =
                income.path("12857910093/oppgave/inntekt").request().get()) {
            assertThat(answer.getStatus()).isEqualTo(200);
        }
    }

    @Test
    void a_failing_token_leaves_the_callers_transaction_committable() throws Exception {
        control("twin/stop");
        transaction.begin();

        assertThatExceptionOfType(TokenUnavailableException.class).isThrownBy(() -> tokens.get(INCOME));

        assertThat(transaction.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
        transaction.commit();
        assertThat(teller.canCommitWithoutToken()).isTrue();
    }

    @Test
    void a_waiting_caller_of_one_request_does_not_delay_another() throws Exception {
        AccessToken cached = supplier.get();
        control("twin/hold");
        Future<AccessToken> waiting = executor.submit(() -> tokens.get(TokenRequest.forScope("nav:aap")));
        while (!control("twin/waiting").equals("1")) {
            Thread.onSpinWait();
        }

        assertThat(supplier.get()).isEqualTo(cached);
        assertThat(waiting.isDone()).isFalse();

        control("twin/release");
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "%2e%2e/a", "x/..%2f..%2fa"})
    void an_encoded_path_cannot_leave_the_target(String path) {
        URI encoded = URI.create(api.getUri() + "/" + path);

        assertThatExceptionOfType(ProcessingException.class)
                .isThrownBy(() -> redirected(encoded).request().get())
                .havingCause()
                .isInstanceOf(TokenRefusedException.class);
    }

    @Test
    void a_later_filter_cannot_send_a_token_to_another_server() {
        assertThatExceptionOfType(ProcessingException.class)
                .isThrownBy(() -> redirected(config.getValue("unrelated.uri", URI.class))
                        .request()
                        .get())
                .havingCause()
                .isInstanceOf(TokenRefusedException.class);
        assertThat(control("seen")).isEqualTo("0");
    }

    @Test
    void a_redirect_is_not_followed() {
        try (Response answer = api.path("moved").request().get()) {
            assertThat(answer.getStatus()).isEqualTo(302);
        }
        assertThat(control("seen")).isEqualTo("0");
    }

    @Test
    void a_redirect_is_not_followed_even_if_the_application_wants_it() {
        try (Response answer = api.path("moved")
                .property("jersey.config.client.followRedirects", true)
                .request()
                .property("jersey.config.client.followRedirects", true)
                .get()) {
            assertThat(answer.getStatus()).isEqualTo(302);
        }
        assertThat(control("seen")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..;", "..\u0000", "\uff0e\uff0e", ".\u200b."})
    void a_template_value_cannot_leave_the_target(String value) {
        assertThatExceptionOfType(ProcessingException.class)
                .isThrownBy(() -> api.path("{person}/a")
                        .resolveTemplate("person", value)
                        .request()
                        .get())
                .havingCause()
                .isInstanceOf(TokenRefusedException.class);
    }

    @Test
    void a_request_within_the_path_carries_the_token() {
        try (Response answer = api.path("ok").request().get()) {
            assertThat(answer.getStatus()).isEqualTo(200);
        }
    }

    @Test
    void a_consent_for_another_bank_is_rejected_before_the_api_is_called() {
        String before = control("consents");

        assertThatConsentIsRefused(api, CUSTOMER);
        assertThatConsentIsRefused(delegated, OWNER);
        assertThat(control("consents")).isEqualTo(before);

        assertThat(consented(api, OWNER)).isEqualTo(200);
        assertThat(consented(delegated, CUSTOMER)).isEqualTo(200);
    }

    private static void assertThatConsentIsRefused(WebTarget target, String coveredBy) {
        assertThatExceptionOfType(ProcessingException.class)
                .isThrownBy(() -> consented(target, coveredBy))
                .havingCause()
                .isInstanceOf(ConsentMismatchException.class);
    }

    private static int consented(WebTarget target, String coveredBy) {
        String claims = "{\"CoveredBy\":\"" + coveredBy + "\",\"iss\":\"altinn.no\"}";
        String consent =
                "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8)) + ".c2ln";
        try (Response answer = target.path("consented")
                .request()
                .header("AltinnSamtykke", consent)
                .get()) {
            return answer.getStatus();
        }
    }

    @Test
    void an_injected_stage_continues_with_the_token_on_a_thread_of_the_server() throws Exception {
        Supplier<Boolean> isOfApplication =
                () -> Thread.currentThread().getContextClassLoader() == ContainerIT.class.getClassLoader();

        assertThat(stage.thenApply(AccessToken::value).toCompletableFuture().get(30, TimeUnit.SECONDS))
                .isEqualTo(supplier.get().value());
        portnokkel.clearTokens();
        assertThat(stage.thenApply(token -> isOfApplication.get())
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void a_microprofile_rest_client_carries_the_token() throws Exception {
        String bearer = "Bearer " + supplier.get().value();

        assertThat(restClient.bearer()).isEqualTo(bearer);
        assertThat(restClient.bearerLater().toCompletableFuture().get(30, TimeUnit.SECONDS))
                .isEqualTo(bearer);
    }

    @Test
    void a_microprofile_rest_client_that_is_built_for_another_server_sends_nothing() {
        BankApi elsewhere = RestClientBuilder.newBuilder()
                .baseUri(config.getValue("unrelated.uri", URI.class))
                .build(BankApi.class);

        assertThatExceptionOfType(ProcessingException.class)
                .isThrownBy(elsewhere::bearer)
                .havingCause()
                .isInstanceOf(TokenRefusedException.class);
        assertThat(control("seen")).isEqualTo("0");
    }

    @Test
    void after_a_401_a_microprofile_rest_client_gets_a_new_token() {
        AccessToken revoked = supplier.get();

        assertThat(restClient.post("a loan")).isEqualTo("a loan");
        assertThat(supplier.get()).isNotEqualTo(revoked);
    }

    @Test
    void a_client_of_the_application_carries_the_token_below_its_base_address_only() {
        URI base = config.getValue("bank.api.uri", URI.class);
        try (Client own = ClientBuilder.newClient().register(MaskinportenFeature.of(tokens, INCOME, base))) {
            assertThat(own.target(base).path("bearer").request().get(String.class))
                    .isEqualTo("Bearer " + supplier.get().value());
            assertThat(own.target(base)
                            .path("revoked-for-own-client")
                            .request()
                            .post(Entity.text("a loan"), String.class))
                    .isEqualTo("a loan");
            assertThatExceptionOfType(ProcessingException.class)
                    .isThrownBy(() -> own.target(config.getValue("unrelated.uri", URI.class))
                            .request()
                            .get())
                    .havingCause()
                    .isInstanceOf(TokenRefusedException.class);
        }
        assertThat(control("seen")).isEqualTo("0");
    }

    @Test
    void sources_lists_the_effective_and_the_overridden_source() {
        String key = "portnokkel.environments.lab.client-id";
        MicroProfileValues values = new MicroProfileValues(config);
        assertThat(values.sources(key)).singleElement().asString().contains("(ordinal 100)");

        System.setProperty(key, "somebody-else");
        try {
            assertThat(values.sources(key))
                    .satisfiesExactly(
                            winning -> assertThat(winning).contains("(ordinal 400)"),
                            hidden -> assertThat(hidden).contains("(ordinal 100)"));
            assertThat(Configuration.read(values).problems())
                    .extracting(problem -> problem.code().word())
                    .containsExactly("credentials-mixed");
        } finally {
            System.clearProperty(key);
        }
    }

    @Test
    void after_a_401_the_request_is_repeated_with_a_new_token_and_the_same_body() {
        AccessToken revoked = supplier.get();

        try (Response answer = api.path("revoked").request().post(Entity.text("a loan"))) {
            assertThat(answer.getStatus()).isEqualTo(200);
            assertThat(answer.readEntity(String.class)).isEqualTo("a loan");
        }
        assertThat(supplier.get()).isNotEqualTo(revoked);
    }

    @Test
    void after_a_401_the_body_passes_the_writer_interceptors_of_the_first_request() {
        try (Response answer = api.path("revoked-too")
                .register((WriterInterceptor) context -> {
                    context.setEntity(context.getEntity() + ", signed");
                    context.proceed();
                })
                .request()
                .post(Entity.text("a loan"))) {
            assertThat(answer.getStatus()).isEqualTo(200);
            assertThat(answer.readEntity(String.class)).isEqualTo("a loan, signed");
        }
    }

    @Test
    void after_a_401_the_second_request_has_the_timeout_of_the_first() {
        assertThatExceptionOfType(ProcessingException.class)
                .isThrownBy(() -> api.path("slow-after-401")
                        .property("jersey.config.client.readTimeout", 500)
                        .request()
                        .get())
                .withStackTraceContaining("SocketTimeoutException");
    }

    @Test
    void after_a_401_with_an_incomplete_body_the_request_is_repeated_too() {
        try (Response answer = api.path("torn").request().get()) {
            assertThat(answer.getStatus()).isEqualTo(200);
            assertThat(answer.readEntity(String.class)).isEqualTo("ok");
        }
    }

    @Test
    void a_thousand_calls_to_an_api_that_always_answers_401_cost_two_grants() {
        long before = Long.parseLong(control("twin/grants"));
        for (int call = 0; call < 1_000; call++) {
            try (Response answer = api.path("always-401").request().get()) {
                assertThat(answer.getStatus()).isEqualTo(401);
                assertThat(answer.readEntity(String.class)).isEqualTo("wrong scope");
            }
        }
        assertThat(Long.parseLong(control("twin/grants")) - before).isBetween(2L, 3L);
    }

    private WebTarget redirected(URI address) {
        return api.path("ok").register((ClientRequestFilter) request -> request.setUri(address));
    }

    private String control(String path) {
        try (Response answer = ClientBuilder.newClient()
                .target(config.getValue("fixture.uri", URI.class))
                .path(path)
                .request()
                .get()) {
            return answer.readEntity(String.class);
        }
    }

    @Test
    void the_control_room_of_the_server_sees_what_the_application_injects() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = server.queryNames(new ObjectName("no.portnokkel:type=Deployment,*"), null)
                .iterator()
                .next();

        assertThat(server.getAttribute(name, "Application")).isEqualTo("bank");
        assertThat((String) server.getAttribute(name, "InjectionPoints"))
                .contains(
                        "{\"member\":\"no.portnokkel.container.BankApi\",\"scope\":\"skatteetaten:inntekt\"}",
                        "{\"member\":\"no.portnokkel.container.TellerBean.token\",\"scope\":\"nav:aap\"}");
    }

    @Test
    void the_server_checks_the_liveness_of_the_application() {
        assertThat(supplier.get()).isNotNull();

        assertThat(checks.select(Liveness.Literal.INSTANCE).stream().map(HealthCheck::call))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.getName()).isEqualTo("portnokkel");
                    assertThat(check.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
                    assertThat(check.getData())
                            .hasValueSatisfying(data -> assertThat(data).containsEntry("ready", true));
                });
        assertThat(checks.select(Readiness.Literal.INSTANCE)).isEmpty();
    }
}
