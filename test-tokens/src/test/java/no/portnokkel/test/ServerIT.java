package no.portnokkel.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application in Payara Micro that gets its tokens from {@link TestTokens}, by the jar alone. */
@ExtendWith(ArquillianExtension.class)
class ServerIT {
    private static final OrganisationNumber BANK = new OrganisationNumber("310167398");
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");

    @Inject
    TestTokens tokens;

    @Inject
    LoanApplication application;

    @Inject
    LoanApplication.CurrentBank bank;

    @Deployment
    static WebArchive application() throws IOException {
        return ShrinkWrap.create(WebArchive.class, "bank.war")
                .addClasses(ServerIT.class, LoanApplication.class, LoanApplication.CurrentBank.class)
                .addAsLibraries(new File("target/container-libraries").listFiles())
                .addAsLibraries(new File("target/test-tokens.jar"), new File("../ejb-token/target/ejb-token.jar"))
                .addAsResource(
                        new StringAsset("portnokkel.data-dir=" + Files.createTempDirectory("portnokkel-data")),
                        "META-INF/microprofile-config.properties")
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
    }

    @BeforeEach
    void issue_tokens() {
        tokens.issuesTokens();
        tokens.forgetRequests();
    }

    @Test
    void all_injection_types_get_the_token_of_the_test() {
        bank.set(BANK);

        assertThat(application.waitsForToken()).isEqualTo(tokens.get(INCOME.onBehalfOf(BANK)));
        assertThat(application.continuesWithToken()).isCompletedWithValue(application.waitsForToken());
        assertThat(application.asksForStage()).isCompletedWithValue(application.waitsForToken());
        assertThat(application.tokens().get(INCOME.onBehalfOf(BANK))).isEqualTo(application.waitsForToken());
        assertThat(tokens.requests()).containsOnly(INCOME.onBehalfOf(BANK));
    }

    @Test
    void the_application_meets_the_outage_that_the_test_plans() {
        tokens.becomesUnavailable();

        assertThatExceptionOfType(TokenUnavailableException.class).isThrownBy(application::waitsForToken);
    }
}
