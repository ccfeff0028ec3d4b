package no.portnokkel.container;

import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Stateless;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import java.io.Serializable;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import no.portnokkel.inject.Maskinporten;
import no.portnokkel.maskinporten.AccessToken;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** An application with wrong injection points, some right ones, and another library with a mistake of its own. */
public final class WrongApplication {
    private WrongApplication() {}

    @ApplicationScoped
    public static class OfApplication {
        @Inject
        @Maskinporten(scope = "nav:aap")
        AccessToken applicationToken;
    }

    @jakarta.inject.Singleton
    public static class OfSingleton {
        @Nullable
        AccessToken kept;

        @Inject
        void accept(@Maskinporten(scope = "nav:aap") AccessToken singletonToken) {
            kept = singletonToken;
        }
    }

    @SessionScoped
    public static class OfSession implements Serializable {
        private static final long serialVersionUID = 1L;

        @Inject
        @Maskinporten(scope = "nav:aap")
        AccessToken sessionToken;
    }

    @Singleton
    @Startup
    public static class OfStartup {
        @Inject
        @Maskinporten(scope = "nav:aap")
        AccessToken startupToken;
    }

    @Stateless
    public static class OfPool {
        @Inject
        @Maskinporten(scope = "nav:aap")
        AccessToken pooledToken;
    }

    @WebServlet("/wrong")
    public static class OfServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Inject
        @Maskinporten(scope = "nav:aap")
        transient AccessToken servletToken;
    }

    @Dependent
    public static class Holder {
        @Inject
        @Maskinporten(scope = "nav:aap")
        AccessToken heldToken;
    }

    @ApplicationScoped
    public static class ThroughDependent {
        @Inject
        Holder holderOfApplication;
    }

    @RequestScoped
    public static class OfRequest {
        @Inject
        @Maskinporten(scope = "nav:aap")
        AccessToken requestToken;

        @Inject
        Holder holderOfRequest;
    }

    @ApplicationScoped
    public static class PerCall {
        void observe(@Observes String event, @Maskinporten(scope = "nav:aap") AccessToken observedToken) {}

        @Produces
        @RequestScoped
        @Named("bearer")
        public StringBuilder bearer(@Maskinporten(scope = "nav:aap") AccessToken producedToken) {
            return new StringBuilder(producedToken.value());
        }
    }

    @ApplicationScoped
    public static class WrongMembers {
        @Inject
        @Maskinporten(scope = "nav:aap", client = "agnet")
        Supplier<AccessToken> unknownClient;

        @Inject
        @Maskinporten(scope = "nav:aap", baseUri = "https://api.example/")
        Supplier<AccessToken> addressOfSupplier;

        @Inject
        @Maskinporten(scope = "nav:aap")
        Supplier<String> supplierOfText;

        @Inject
        @Maskinporten(scope = "nav:aap")
        Supplier<AccessToken> right;

        @Inject
        @RestClient
        WrongApi injectedApi;
    }

    @RegisterRestClient(baseUri = "https://evil.example/v1")
    @Maskinporten(scope = "nav:aap", baseUri = "https://api.example/v1")
    public interface WrongApi {}

    @ApplicationScoped
    public static class OtherLibrary {
        @Inject
        Callable<String> nobodyProvidesThis;
    }
}
