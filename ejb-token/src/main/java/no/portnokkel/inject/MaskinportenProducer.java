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

/** Produces the objects for {@link Maskinporten} injection points. They are plain objects and call neither EJB nor container. */
@ApplicationScoped
class MaskinportenProducer {
    private static final long CONNECT_SECONDS = 5;
    private static final long READ_SECONDS = 30;

    @Inject
    Tokens tokens;

    @Inject
    Instance<ConsumerOrgContext> consumers;

    /** Shared by all targets, because a client has its own threads and connections. */
    private final Client client = ClientBuilder.newBuilder()
            .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
            .readTimeout(READ_SECONDS, TimeUnit.SECONDS)
            .property(
                    "jersey.config.client.followRedirects",
                    false) // other implementations do not follow redirects by default
            .build();

    /** Produces a supplier of usable tokens. */
    @Produces
    @Maskinporten(scope = {})
    public Supplier<AccessToken> supplier(InjectionPoint point) {
        InjectionSpec spec = InjectionSpec.of(point);
        return new InjectedSupplier(spec, supplier(spec));
    }

    /** Produces the current token. */
    @Produces
    @Maskinporten(scope = {})
    public AccessToken token(InjectionPoint point) {
        return supplier(InjectionSpec.of(point)).get();
    }

    /** Produces a target whose requests below {@code baseUri} carry a usable token. */
    @Produces
    @Maskinporten(scope = {})
    public WebTarget target(InjectionPoint point) {
        InjectionSpec spec = InjectionSpec.of(point);
        return InjectedTarget.of(spec, target(spec, ""));
    }

    Supplier<AccessToken> supplier(InjectionSpec spec) {
        if (isFixed(spec)) {
            return tokens.supplier(spec.request());
        }
        Supplier<TokenRequest> request = request(spec);
        return () -> tokens.get(request.get());
    }

    /** @param address of a passivated target; empty for the base address */
    InjectedTarget.Live target(InjectionSpec spec, String address) {
        TokenTarget allowed = spec.target(MicroProfileValues.ofApplication());
        TokenProvider provider = isFixed(spec)
                ? TokenProvider.fixed(tokens, spec.request())
                : TokenProvider.perRequest(tokens, request(spec));
        WebTarget target = (address.isEmpty() ? client.target(allowed.base()) : client.target(address))
                .register(new BearerTokenFilter(allowed, provider), BearerTokenFilter.LAST)
                .register(new UnauthorizedRetryFilter(provider, System::nanoTime));
        return new InjectedTarget.Live(provider, target);
    }

    private boolean isFixed(InjectionSpec spec) {
        return spec.consumerIsFixed() || consumers.isUnsatisfied();
    }

    private Supplier<TokenRequest> request(InjectionSpec spec) {
        ConsumerOrgContext context = consumers.get();
        TokenRequest request = spec.request();
        return () -> context.consumerOrg().map(request::onBehalfOf).orElse(request);
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
