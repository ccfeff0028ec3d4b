package no.portnokkel.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.token.WrongToken;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** An application that only receives: no environment, no HSM, and an {@code Application} that lists its classes. */
@ResourceLock("arquillian") // its extension starts one server, and not in two threads at once
@ExtendWith(ArquillianExtension.class)
class ReceiveIT {
    private static final String API = "https://api.bank.example/kontoinformasjon";
    private static final String ACCOUNTS = "bits:kontoinformasjon";
    private static final String CONSUMER = "310167398";
    private static final MaskinportenTwin TWIN = MaskinportenTwin.builder().start();

    @ArquillianResource
    URL application;

    @Deployment(testable = false)
    static WebArchive application() throws IOException {
        return archive(
                "api.war",
                "portnokkel.receive.environment=lab",
                "portnokkel.receive.audience=" + API,
                "portnokkel.environments.lab.issuer=" + TWIN.issuer());
    }

    static WebArchive archive(String name, String... settings) throws IOException {
        String configuration = "portnokkel.data-dir=" + Files.createTempDirectory("portnokkel-data") + "\n"
                + String.join("\n", settings);
        return ShrinkWrap.create(WebArchive.class, name)
                .addClasses(ReceivedApplication.class, ReceivedAccount.class, ReceivedBean.class, ReceivedOpen.class)
                .addAsLibraries(new File("target/container-libraries").listFiles())
                .addAsLibrary(new File("target/ejb-token.jar"))
                .addAsResource(new StringAsset(configuration), "META-INF/microprofile-config.properties")
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
    }

    @Test
    void a_valid_token_is_answered_and_names_the_caller() throws IOException {
        Answer answer = get("accounts", "Bearer " + token(ACCOUNTS));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(CONSUMER + " " + CONSUMER + " Bearer true false");
    }

    @Test
    void a_bean_of_cdi_is_protected_and_answers_to_a_valid_token() throws IOException {
        assertThat(get("bean", "bEARER  " + token(ACCOUNTS)).body()).isEqualTo(CONSUMER);
        assertThat(get("bean").status()).isEqualTo(401);
        assertThat(get("bean/open").body()).isEqualTo("open");
    }

    @Test
    void the_scopes_of_a_method_count_instead_of_those_of_its_class() throws IOException {
        Answer refused = get("accounts/customers", "Bearer " + token(ACCOUNTS));
        Answer answered = get("accounts/customers", "Bearer " + token("bits:kundeforhold " + ACCOUNTS));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).isEmpty();
        assertThat(refused.challenges())
                .containsExactly(
                        "Bearer error=\"insufficient_scope\", scope=\"bits:kontoinformasjon bits:kundeforhold\"");
        assertThat(answered.body()).isEqualTo(CONSUMER);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"OTHER_SCOPE", "LONGER_SCOPE", "NO_SCOPE", "SCOPE_AS_LIST", "TOO_LONG"})
    void a_wrong_token_gets_401_without_a_reason(WrongToken kind) throws IOException {
        Answer answer = get("accounts", "Bearer " + TWIN.wrongToken(kind, CONSUMER, ACCOUNTS, API));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.challenges()).containsExactly("Bearer error=\"invalid_token\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"OTHER_SCOPE", "LONGER_SCOPE", "NO_SCOPE", "SCOPE_AS_LIST"})
    void a_token_without_the_scope_gets_403(WrongToken kind) throws IOException {
        Answer answer = get("accounts", "Bearer " + TWIN.wrongToken(kind, CONSUMER, ACCOUNTS, API));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"''", "Basic YTpi", "Bearer", "Bearertoken"})
    void without_a_token_the_answer_names_the_scheme_only(String authorization) throws IOException {
        Answer answer = authorization.isEmpty() ? get("accounts") : get("accounts", authorization);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.challenges()).containsExactly("Bearer");
    }

    @Test
    void a_token_in_the_address_does_not_count() throws IOException {
        assertThat(get("accounts?access_token=" + token(ACCOUNTS)).status()).isEqualTo(401);
    }

    @Test
    void two_headers_are_refused_although_one_token_is_valid() throws IOException {
        String valid = "Bearer " + token(ACCOUNTS);

        assertThat(get("accounts", valid, valid).status()).isEqualTo(401);
        assertThat(get("accounts", valid, "Basic YTpi").status()).isEqualTo(401);
    }

    @Test
    void a_protected_bean_refuses_a_call_that_no_filter_has_checked() throws IOException {
        Answer around = get("open/around", "Bearer " + token(ACCOUNTS));

        assertThat(around.status()).isEqualTo(401);
        assertThat(get("open").body()).isEqualTo("open");
    }

    private static String token(String scopes) {
        return TWIN.tokenFor(CONSUMER, scopes, API);
    }

    private Answer get(String path, String... authorizations) throws IOException {
        return Answer.to(application, path, authorizations);
    }
}
