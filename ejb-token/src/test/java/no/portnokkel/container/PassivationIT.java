package no.portnokkel.container;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.WebTarget;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import no.portnokkel.container.PassivatingBeans.Basket;
import no.portnokkel.container.PassivatingBeans.OfClient;
import no.portnokkel.container.PassivatingBeans.OfConversation;
import no.portnokkel.container.PassivatingBeans.OfSession;
import no.portnokkel.inject.Maskinporten;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.runtime.PortnokkelOperations;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Injection into beans that outlive a request, and requests whose consumer a request-scoped bean says. */
@ResourceLock("arquillian") // its extension starts one server, and not in two threads at once
@ExtendWith(ArquillianExtension.class)
class PassivationIT {
    private static final OrganisationNumber CUSTOMER = new OrganisationNumber(ContainerFixture.CUSTOMER);

    private static final String PAGE = """
            <html xmlns="http://www.w3.org/1999/xhtml">
              <body>The API answers #{basket.use()}.</body>
            </html>
            """;

    @Inject
    @Maskinporten(scope = "skatteetaten:inntekt")
    Supplier<AccessToken> supplier;

    @Inject
    @Maskinporten(scope = "skatteetaten:inntekt", baseUri = "config:bank.api.uri")
    WebTarget api;

    @Inject
    @Maskinporten(scope = "skatteetaten:inntekt")
    CompletionStage<AccessToken> stage;

    @Inject
    @Maskinporten(scope = "skatteetaten:inntekt")
    Supplier<CompletionStage<AccessToken>> stages;

    @Inject
    Tokens tokens;

    @Inject
    CurrentBank bank;

    @Inject
    PortnokkelOperations portnokkel;

    @Inject
    BeanManager beans;

    @Deployment
    static WebArchive application() throws IOException {
        String configuration = ContainerFixture.start().configuration(Files.createTempDirectory("portnokkel-data"));
        return ShrinkWrap.create(WebArchive.class, "baskets.war")
                .addClasses(PassivationIT.class, CurrentBank.class, PassivatingBeans.class, ContainerFixture.class)
                .addClasses(PassivatingBeans.class.getDeclaredClasses())
                .addAsLibraries(new File("target/container-libraries").listFiles())
                .addAsLibrary(new File("target/ejb-token.jar"))
                .addAsResource(new StringAsset(configuration), "META-INF/microprofile-config.properties")
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .addAsWebResource(new StringAsset(PAGE), "basket.xhtml");
    }

    @ParameterizedTest
    @ValueSource(classes = {OfSession.class, OfConversation.class, OfClient.class})
    void a_bean_that_may_be_passivated_has_working_tokens(Class<? extends Basket> type) {
        Basket basket = create(type);

        assertThat(basket.use()).isEqualTo(200);
    }

    @Test
    void a_bean_of_a_view_has_working_tokens_when_its_page_is_shown(@ArquillianResource URL application)
            throws Exception {
        try (Response page = ClientBuilder.newClient()
                .target(application.toURI())
                .path("basket.xhtml")
                .request()
                .get()) {
            assertThat(page.readEntity(String.class)).contains("The API answers 200.");
        }
    }

    /** As a container does when a session, a conversation, a view or a client begins. */
    @SuppressWarnings("unchecked") // the bean has been looked up by its type
    private Basket create(Class<? extends Basket> type) {
        Bean<Basket> bean = (Bean<Basket>) beans.getBeans(Basket.class).stream()
                .filter(candidate -> candidate.getBeanClass().equals(type))
                .findFirst()
                .orElseThrow();
        return bean.create(beans.createCreationalContext(bean));
    }

    @Test
    void what_was_injected_finds_its_tokens_again_after_passivation() throws Exception {
        assertThat(passivated(supplier).get()).isEqualTo(supplier.get());
        assertThat(passivated(stage).toCompletableFuture().get(60, TimeUnit.SECONDS))
                .isEqualTo(supplier.get());
        assertThat(passivated(stages).get().toCompletableFuture().get(60, TimeUnit.SECONDS))
                .isEqualTo(supplier.get());
        assertThat(passivated(tokens).get(TokenRequest.forScope("skatteetaten:inntekt")))
                .isEqualTo(supplier.get());
        WebTarget derived = passivated(api.path("{word}").queryParam("a", "b"));
        assertThat(derived.getUriBuilder().toTemplate()).endsWith("/v1/{word}?a=b");
        try (Response answer =
                passivated(derived).resolveTemplate("word", "ok").request().get()) {
            assertThat(answer.getStatus()).isEqualTo(200);
        }
    }

    @SuppressWarnings("unchecked") // the same type as before
    private static <T> T passivated(T injected) throws Exception {
        ByteArrayOutputStream disk = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(disk)) {
            out.writeObject(injected);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(disk.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    @Test
    void an_asynchronous_request_is_made_for_the_consumer_of_the_callers_request() throws Exception {
        bank.choose(CUSTOMER);
        portnokkel.clearTokens();

        try (Response answer = api.path("ok").request().async().get().get(60, TimeUnit.SECONDS)) {
            assertThat(answer.getStatus()).isEqualTo(200);
        }
        try (Response answer =
                api.path("ok").request().rx().get().toCompletableFuture().get(60, TimeUnit.SECONDS)) {
            assertThat(answer.getStatus()).isEqualTo(200);
        }

        assertThat(portnokkel.cachedTokens())
                .singleElement()
                .satisfies(cached -> assertThat(cached.request().consumerOrg()).contains(CUSTOMER));
    }
}
