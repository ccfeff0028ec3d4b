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
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.maskinporten.bearer.TokenTarget;
import org.jspecify.annotations.Nullable;

/** Produces the objects for {@link Maskinporten} injection points. They are plain objects and call neither EJB nor container. */
@ApplicationScoped
class MaskinportenProducer {
    private static final long CONNECT_SECONDS = 5;
    private static final long READ_SECONDS = 30;

    @Inject
    Tokens tokens;

    @Inject
    Instance<ConsumerOrgContext> consumers;

    /** By interface, because a server may build a REST client for each bean that has one. */
    private final Map<Class<?>, MaskinportenFeature> restClients = new ConcurrentHashMap<>();

    private @Nullable Client client;

    /** Produces a supplier of usable tokens. */
    @Produces
    @Maskinporten(scope = {})
    public Supplier<AccessToken> supplier(InjectionPoint point) {
        InjectionSpec spec = InjectionSpec.of(point);
        return InjectedSupplier.of(this, producer -> producer.supplier(spec));
    }

    /** Produces a supplier of usable tokens for callers that do not wait. */
    @Produces
    @Maskinporten(scope = {})
    public Supplier<CompletionStage<AccessToken>> stages(InjectionPoint point) {
        return stages(InjectionSpec.of(point));
    }

    /** Produces a stage that continues with a usable token at each call. */
    @Produces
    @Maskinporten(scope = {})
    public CompletionStage<AccessToken> stage(InjectionPoint point) {
        return InjectedStage.of(stages(InjectionSpec.of(point)));
    }

    private InjectedSupplier<CompletionStage<AccessToken>> stages(InjectionSpec spec) {
        return InjectedSupplier.of(this, producer -> producer.stageSupplier(spec));
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

    /** A method of the bean, because a passivated supplier finds a client proxy, which has no fields. */
    Supplier<CompletionStage<AccessToken>> stageSupplier(InjectionSpec spec) {
        Supplier<TokenRequest> request = request(spec);
        return () -> tokens.getAsync(request.get());
    }

    /** @param address of a passivated target; empty for the base address */
    InjectedTarget.Live target(InjectionSpec spec, String address) {
        TokenTarget allowed = spec.target(MicroProfileValues.ofApplication());
        TokenProvider provider = provider(spec);
        WebTarget target = (address.isEmpty() ? client().target(allowed.base()) : client().target(address))
                .register(new MaskinportenFeature(allowed, provider));
        return new InjectedTarget.Live(provider, target);
    }

    /** Returns the feature of all REST clients with this interface. */
    MaskinportenFeature feature(Class<?> restClient, InjectionSpec spec) {
        return restClients.computeIfAbsent(
                restClient,
                absent -> new MaskinportenFeature(spec.target(MicroProfileValues.ofApplication()), provider(spec)));
    }

    private TokenProvider provider(InjectionSpec spec) {
        return isFixed(spec)
                ? TokenProvider.fixed(tokens, spec.request())
                : TokenProvider.perRequest(tokens, request(spec));
    }

    private boolean isFixed(InjectionSpec spec) {
        return spec.consumerIsFixed() || consumers.isUnsatisfied();
    }

    private Supplier<TokenRequest> request(InjectionSpec spec) {
        TokenRequest request = spec.request();
        if (isFixed(spec)) {
            return () -> request;
        }
        ConsumerOrgContext context = consumers.get();
        return () -> context.consumerOrg().map(request::onBehalfOf).orElse(request);
    }

    /** Shared by all targets, because a client has its own threads and connections. An application without one needs no Jakarta REST. */
    private synchronized Client client() {
        if (client == null) {
            client = ClientBuilder.newBuilder()
                    .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                    .readTimeout(READ_SECONDS, TimeUnit.SECONDS)
                    .property(
                            "jersey.config.client.followRedirects",
                            false) // other implementations do not follow redirects by default
                    .build();
        }
        return client;
    }

    @PreDestroy
    synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
