package no.portnokkel.container;

import jakarta.ejb.Stateful;
import jakarta.enterprise.context.ConversationScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.client.WebTarget;
import java.io.Serializable;
import java.util.function.Supplier;
import no.portnokkel.inject.Maskinporten;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.Tokens;

/**
 * Beans of an application that a container may write to disk, each with everything that can be injected. None has
 * {@code @ViewScoped}: it starts Jakarta Faces, with which the connector of the tests does not find its own servlet.
 */
public final class PassivatingBeans {
    private PassivatingBeans() {}

    /** Uses everything that is injected, and answers with the status of the API. */
    public interface Basket {
        int use();
    }

    private static int use(Supplier<AccessToken> token, WebTarget api, Tokens tokens) {
        AccessToken expected = tokens.get(TokenRequest.forScope("skatteetaten:inntekt"));
        if (!token.get().equals(expected)) {
            throw new IllegalStateException("Two tokens for one request");
        }
        return api.path("ok").request().get().getStatus();
    }

    @SessionScoped
    public static class OfSession implements Basket, Serializable {
        private static final long serialVersionUID = 1L;

        @Inject
        @Maskinporten(scope = "skatteetaten:inntekt")
        Supplier<AccessToken> token;

        @Inject
        @Maskinporten(scope = "skatteetaten:inntekt", baseUri = "config:bank.api.uri")
        WebTarget api;

        @Inject
        Tokens tokens;

        @Override
        public int use() {
            return PassivatingBeans.use(token, api, tokens);
        }
    }

    @ConversationScoped
    public static class OfConversation extends OfSession {
        private static final long serialVersionUID = 1L;
    }

    @Stateful
    public static class OfClient implements Basket {
        @Inject
        @Maskinporten(scope = "skatteetaten:inntekt")
        Supplier<AccessToken> token;

        @Inject
        @Maskinporten(scope = "skatteetaten:inntekt", baseUri = "config:bank.api.uri")
        WebTarget api;

        @Inject
        Tokens tokens;

        @Override
        public int use() {
            return PassivatingBeans.use(token, api, tokens);
        }
    }
}
