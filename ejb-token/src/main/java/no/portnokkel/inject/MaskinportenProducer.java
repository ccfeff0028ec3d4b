package no.portnokkel.inject;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.WebTarget;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.Tokens;
import org.eclipse.microprofile.config.Config;

/** Makes what {@link Maskinporten} stands on. What it hands out calls no EJB and no container: plain memory reads. */
@ApplicationScoped
public class MaskinportenProducer {
    private static final long CONNECT_SECONDS = 5;
    private static final long READ_SECONDS = 30;

    @Inject
    Tokens tokens;

    @Inject
    Config config;

    @Inject
    Instance<ConsumerOrgContext> consumers;

    /** One for all targets: a client has threads and connections of its own. */
    private final Client client = ClientBuilder.newBuilder()
            .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
            .readTimeout(READ_SECONDS, TimeUnit.SECONDS)
            .property("jersey.config.client.followRedirects", false) // the others follow none unless asked to
            .build();

    /** A fresh token at each call. */
    @Produces
    @Maskinporten(scope = {})
    public Supplier<AccessToken> supplier(InjectionPoint point) {
        InjectionSpec need = InjectionSpec.of(point, config);
        if (isFixed(need)) {
            return tokens.supplier(need.request());
        }
        Supplier<TokenRequest> request = request(need);
        return () -> tokens.get(request.get());
    }

    /** The token of this moment. */
    @Produces
    @Maskinporten(scope = {})
    public AccessToken token(InjectionPoint point) {
        return supplier(point).get();
    }

    /** Each request carries a fresh token, below {@code baseUri} and nowhere else. */
    @Produces
    @Maskinporten(scope = {})
    public WebTarget target(InjectionPoint point) {
        InjectionSpec need = InjectionSpec.of(point, config);
        TokenTarget target = need.requiredTarget();
        TokenProvider bearer = isFixed(need)
                ? new FixedTokenProvider(tokens, need.request())
                : new PerRequestTokenProvider(tokens, request(need));
        return client.target(target.base())
                .register(new BearerTokenFilter(target, bearer), BearerTokenFilter.LAST)
                .register(new UnauthorizedRetryFilter(bearer, System::nanoTime));
    }

    private boolean isFixed(InjectionSpec need) {
        return need.consumerIsFixed() || consumers.isUnsatisfied();
    }

    private Supplier<TokenRequest> request(InjectionSpec need) {
        ConsumerOrgContext context = consumers.get();
        return () -> onBehalf(need.request(), context);
    }

    private static TokenRequest onBehalf(TokenRequest request, ConsumerOrgContext context) {
        return context.consumerOrg().map(request::onBehalfOf).orElse(request);
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
