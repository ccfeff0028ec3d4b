package no.portnokkel.test;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import no.portnokkel.inject.ConsumerOrgContext;
import no.portnokkel.inject.Maskinporten;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.Tokens;
import org.jspecify.annotations.Nullable;

/** An application of a supplier that acts for several banks. */
@ApplicationScoped
public class LoanApplication {
    @Inject
    @Maskinporten(scope = "skatteetaten:inntekt")
    Supplier<AccessToken> supplier;

    @Inject
    @Maskinporten(scope = "skatteetaten:inntekt")
    CompletionStage<AccessToken> stage;

    @Inject
    @Maskinporten(scope = "skatteetaten:inntekt")
    Supplier<CompletionStage<AccessToken>> stages;

    @Inject
    Tokens tokens;

    public AccessToken waitsForToken() {
        return supplier.get();
    }

    public CompletionStage<AccessToken> continuesWithToken() {
        return stage.thenApply(token -> token);
    }

    public CompletionStage<AccessToken> asksForStage() {
        return stages.get();
    }

    public Tokens tokens() {
        return tokens;
    }

    /** The bank of the current request. */
    @RequestScoped
    public static class CurrentBank implements ConsumerOrgContext {
        private @Nullable OrganisationNumber bank;

        public void set(OrganisationNumber number) {
            bank = number;
        }

        @Override
        public Optional<OrganisationNumber> consumerOrg() {
            return Optional.ofNullable(bank);
        }
    }
}
