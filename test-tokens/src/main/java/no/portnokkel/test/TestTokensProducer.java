package no.portnokkel.test;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.interceptor.Interceptor;
import no.portnokkel.maskinporten.Tokens;

/** Replaces the tokens of the application: one {@link TestTokens} for each container, so that tests can run in parallel. */
@Alternative
@Priority(Interceptor.Priority.APPLICATION)
@ApplicationScoped
class TestTokensProducer {
    private final TestTokens tokens = TestTokens.create();

    /** For the application and for {@code @Maskinporten}. Plain objects as in production, without a proxy. */
    @Produces
    public Tokens tokens() {
        return tokens;
    }

    /** For the test. */
    @Produces
    @Typed(TestTokens.class)
    public TestTokens testTokens() {
        return tokens;
    }
}
