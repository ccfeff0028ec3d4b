package no.portnokkel.container;

import jakarta.ejb.Stateful;
import jakarta.enterprise.context.ConversationScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.ws.rs.client.WebTarget;
import java.io.Serializable;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import no.portnokkel.inject.Maskinporten;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.Tokens;

/** Beans of an application that a container may write to disk, each with everything that can be injected. */
public final class PassivatingBeans {
    private PassivatingBeans() {}

    /** Uses everything that is injected, and answers with the status of the API. */
    public interface Basket {
        int use();
    }

    /** What can be injected. */
    public abstract static class Injected implements Serializable {
        private static final long serialVersionUID = 1L;

        @Inject
        @Maskinporten(scope = "skatteetaten:inntekt")
        Supplier<AccessToken> token;

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

        public int use() {
            AccessToken expected = tokens.get(TokenRequest.forScope("skatteetaten:inntekt"));
            if (!token.get().equals(expected)
                    || !stage.toCompletableFuture().join().equals(expected)
                    || !stages.get().toCompletableFuture().join().equals(expected)) {
                throw new IllegalStateException("Two tokens for one request");
            }
            return api.path("ok").request().get().getStatus();
        }
    }

    @SessionScoped
    public static class OfSession extends Injected implements Basket {
        private static final long serialVersionUID = 1L;
    }

    @ConversationScoped
    public static class OfConversation extends Injected implements Basket {
        private static final long serialVersionUID = 1L;
    }

    @ViewScoped
    @Named("basket")
    public static class OfView extends Injected implements Basket {
        private static final long serialVersionUID = 1L;
    }

    @Stateful
    public static class OfClient extends Injected implements Basket {
        private static final long serialVersionUID = 1L;
    }
}
