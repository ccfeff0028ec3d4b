package no.portnokkel.test.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import no.portnokkel.inject.Maskinporten;
import no.portnokkel.inject.MaskinportenExtension;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.test.LoanApplication;
import no.portnokkel.test.RecordingApi;
import no.portnokkel.test.TestTokens;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.microprofile.client.RestClientExtension;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** MicroProfile REST clients with {@code @Maskinporten}, here RESTEasy's, in Weld SE. */
@Isolated("a REST client finds its container by CDI.current(), which needs one container at a time")
// In one thread, because a request belongs to its thread.
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SAME_THREAD)
class RestClientTest {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final OrganisationNumber BANK = new OrganisationNumber("310167398");
    private static final String BASE = "bank.inntekt.uri";
    private static final String URL = "bank-inntekt/mp-rest/url";

    private static final String CONFIGURED = "configured-elsewhere/mp-rest/url";
    private static final String FOLLOW = Following.class.getName() + "/mp-rest/followRedirects";
    private static final Logger LOG = Logger.getLogger(MaskinportenExtension.class.getName());

    private final RecordingApi api = new RecordingApi();
    private final RecordingApi other = new RecordingApi();
    private WeldContainer container;
    private TestTokens tokens;

    @BeforeEach
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SAME_THREAD)
    void start() {
        System.setProperty(BASE, api.base().toString());
        System.setProperty(URL, api.base().toString());
        container = weld(Application.class, LoanApplication.CurrentBank.class, Income.class)
                .initialize();
        tokens = container.select(TestTokens.class).get();
        container.select(RequestContextController.class).get().activate();
    }

    @AfterEach
    void stop() {
        container.close();
        api.close();
        other.close();
        System.clearProperty(BASE);
        System.clearProperty(URL);
    }

    private static Weld weld(Class<?>... beans) {
        return new Weld()
                .disableDiscovery()
                .addExtensions(new MaskinportenExtension(), new RestClientExtension())
                .addPackages(Maskinporten.class, TestTokens.class)
                .addBeanClasses(beans);
    }

    private Income income() {
        return container.select(Application.class).get().income();
    }

    @Test
    void a_request_carries_the_token() {
        assertThat(income().months()).isEqualTo("/v1/months");

        assertThat(api.bearers()).containsExactly(tokens.get(INCOME).value());
    }

    @Test
    void an_asynchronous_request_carries_the_token_of_the_callers_bank() throws Exception {
        container.select(LoanApplication.CurrentBank.class).get().set(BANK);

        assertThat(income().later().toCompletableFuture().get(30, TimeUnit.SECONDS))
                .isEqualTo("/v1/later");

        assertThat(tokens.requests()).containsExactly(INCOME.onBehalfOf(BANK));
        assertThat(api.bearers())
                .containsExactly(tokens.get(INCOME.onBehalfOf(BANK)).value());
    }

    @Test
    void a_client_that_is_built_for_another_address_sends_nothing() {
        Income elsewhere = RestClientBuilder.newBuilder().baseUri(other.base()).build(Income.class);

        assertThatExceptionOfType(ProcessingException.class)
                .isThrownBy(elsewhere::months)
                .withCauseInstanceOf(TokenRefusedException.class);
        assertThat(other.bearers()).isEmpty();
        assertThat(tokens.requests()).isEmpty();
    }

    @Test
    void after_a_401_the_next_request_has_a_new_token() {
        AccessToken revoked = tokens.get(INCOME);
        api.refuse(revoked.value()::equals);

        assertThatExceptionOfType(WebApplicationException.class)
                .isThrownBy(() -> income().months())
                .satisfies(refused -> {
                    assertThat(refused.getResponse().getStatus()).isEqualTo(401);
                    assertThat(refused.getResponse().readEntity(String.class)).isEqualTo("/v1/months");
                });
        assertThat(income().months()).isEqualTo("/v1/months");

        assertThat(api.bearers())
                .containsExactly(revoked.value(), tokens.get(INCOME).value());
    }

    @Test
    void an_api_that_always_answers_401_costs_two_tokens() {
        api.refuse(any -> true);

        for (int call = 0; call < 50; call++) {
            assertThatExceptionOfType(WebApplicationException.class).isThrownBy(() -> income().months());
        }

        assertThat(api.bearers().stream().distinct()).hasSize(2);
    }

    @Test
    void a_redirect_is_not_followed_even_if_the_client_wants_it() {
        try (Response response = income().moved()) {
            assertThat(response.getStatus()).isEqualTo(302);
        }
        Income following = RestClientBuilder.newBuilder()
                .baseUri(api.base())
                .followRedirects(true)
                .build(Income.class);
        assertThatExceptionOfType(ProcessingException.class).isThrownBy(following::moved);

        assertThat(api.bearers()).hasSize(1);
    }

    @Test
    void a_client_without_the_annotation_gets_no_token() {
        assertThat(RestClientBuilder.newBuilder()
                        .baseUri(api.base())
                        .build(Unrelated.class)
                        .months())
                .isEqualTo("/v1/months");

        assertThat(api.bearers()).containsExactly("null");
    }

    @Test
    void all_wrong_interfaces_and_injection_points_are_logged_with_one_line_each() {
        container.close();
        List<String> lines = new ArrayList<>();
        System.setProperty(CONFIGURED, "https://evil.example/v2");
        System.setProperty(FOLLOW, "true");
        try (LineHandler log = new LineHandler(lines)) {
            LOG.addHandler(log);
            assertThatExceptionOfType(DeploymentException.class)
                    .isThrownBy(() -> weld(
                                    WrongApplication.class,
                                    WithoutAddress.class,
                                    WithoutScope.class,
                                    Elsewhere.class,
                                    ConfiguredElsewhere.class,
                                    Following.class,
                                    OnAClass.class)
                            .initialize());
            LOG.removeHandler(log);
        } finally {
            System.clearProperty(CONFIGURED);
            System.clearProperty(FOLLOW);
        }
        container = weld().initialize();

        assertThat(lines)
                .anySatisfy(
                        line -> assertThat(line).contains(WithoutAddress.class.getName() + ": ", "baseUri", "Add it"))
                .anySatisfy(
                        line -> assertThat(line).contains(WithoutScope.class.getName() + ": ", "at least one scope"))
                .anySatisfy(line -> assertThat(line)
                        .contains(Elsewhere.class.getName() + ": ", "https://evil.example/v1", "Correct"))
                .anySatisfy(line -> assertThat(line).contains(OnAClass.class.getName() + ": ", "injection point"))
                .anySatisfy(line ->
                        assertThat(line).contains("WrongApplication.income: ", "put @Maskinporten on its interface"))
                .anySatisfy(line -> assertThat(line)
                        .contains(ConfiguredElsewhere.class.getName() + ": ", "https://evil.example/v2"))
                .anySatisfy(line -> assertThat(line).contains(Following.class.getName() + ": ", "Remove " + FOLLOW))
                .hasSize(7);
    }

    @Test
    void a_wrong_interface_fails_the_deployment() {
        container.close();

        assertThatExceptionOfType(DeploymentException.class)
                .isThrownBy(() -> weld(Elsewhere.class).initialize())
                .withMessageContaining(Elsewhere.class.getName() + ": ");
        container = weld().initialize();
    }

    @ApplicationScoped
    public static class Application {
        @Inject
        @RestClient
        Income income;

        public Income income() {
            return income;
        }
    }

    @RegisterRestClient(configKey = "bank-inntekt")
    @Maskinporten(scope = "skatteetaten:inntekt", baseUri = "config:" + BASE)
    public interface Income {
        @GET
        @Path("months")
        String months();

        @GET
        @Path("later")
        CompletionStage<String> later();

        @GET
        @Path("moved")
        Response moved();
    }

    public interface Unrelated {
        @GET
        @Path("months")
        String months();
    }

    @RegisterRestClient
    @Maskinporten(scope = "skatteetaten:inntekt")
    public interface WithoutAddress {}

    @RegisterRestClient(baseUri = "https://api.example/v1")
    @Maskinporten(
            scope = {},
            baseUri = "https://api.example/v1")
    public interface WithoutScope {}

    @RegisterRestClient(baseUri = "https://evil.example/v1")
    @Maskinporten(scope = "skatteetaten:inntekt", baseUri = "https://api.example/v1")
    public interface Elsewhere {}

    @RegisterRestClient(configKey = "configured-elsewhere", baseUri = "https://api.example/v1")
    @Maskinporten(scope = "skatteetaten:inntekt", baseUri = "https://api.example/v1")
    public interface ConfiguredElsewhere {}

    @RegisterRestClient(baseUri = "https://api.example/v1")
    @Maskinporten(scope = "skatteetaten:inntekt", baseUri = "https://api.example/v1")
    public interface Following {}

    @ApplicationScoped
    @Maskinporten(scope = "skatteetaten:inntekt")
    public static class OnAClass {}

    @ApplicationScoped
    public static class WrongApplication {
        @Inject
        @Maskinporten(scope = "skatteetaten:inntekt", baseUri = "https://api.example/v1")
        WithoutScope income;
    }

    /** Collects the lines below the heading. */
    private static final class LineHandler extends Handler implements AutoCloseable {
        private final List<String> lines;

        LineHandler(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public void publish(LogRecord message) {
            new SimpleFormatter().formatMessage(message).lines().skip(1).forEach(lines::add);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
