package no.portnokkel.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.enterprise.context.control.RequestContextController;
import java.util.concurrent.TimeUnit;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application in Weld SE, without HSM, server and Jakarta REST. */
// In one thread, because a request belongs to its thread.
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SAME_THREAD)
class InjectionTest {
    private WeldContainer container;
    private TestTokens tokens;
    private LoanApplication application;

    @BeforeEach
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SAME_THREAD)
    void start() {
        container = new Weld().initialize();
        tokens = container.select(TestTokens.class).get();
        application = container.select(LoanApplication.class).get();
        container.select(RequestContextController.class).get().activate();
    }

    @AfterEach
    void stop() {
        container.close();
    }

    @Test
    void all_injection_types_get_the_token_of_the_test() {
        AccessToken token = tokens.get(TokenRequest.forScope("skatteetaten:inntekt"));

        assertThat(application.waitsForToken()).isEqualTo(token);
        assertThat(application.continuesWithToken()).isCompletedWithValue(token);
        assertThat(application.asksForStage()).isCompletedWithValue(token);
        assertThat(application.tokens().get(TokenRequest.forScope("skatteetaten:inntekt")))
                .isEqualTo(token);
    }

    @Test
    void an_injected_stage_continues_with_a_new_token_after_a_refused_one() {
        AccessToken first =
                application.continuesWithToken().toCompletableFuture().join();

        AccessToken second = tokens.insteadOf(first, TokenRequest.forScope("skatteetaten:inntekt"));

        assertThat(application.continuesWithToken()).isCompletedWithValue(second);
    }

    @Test
    void the_application_meets_the_refusal_that_the_test_plans() {
        tokens.refuses("MP-121");

        assertThatExceptionOfType(TokenRefusedException.class).isThrownBy(application::waitsForToken);
        assertThat(application.asksForStage())
                .failsWithin(java.time.Duration.ofSeconds(10))
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .havingCause()
                .isInstanceOf(TokenRefusedException.class);
    }

    @Test
    void containers_share_no_tokens() {
        try (WeldContainer other = new Weld().initialize()) {
            tokens.becomesUnavailable();

            assertThat(other.select(TestTokens.class).get()).isNotSameAs(tokens);
            assertThat(other.select(LoanApplication.class).get().tokens().get(TokenRequest.forScope("nav:aap")))
                    .isNotNull();
            assertThat(tokens.requests()).isEmpty();
        }
    }
}
