package no.portnokkel.receive;

import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

/**
 * Protects each method with {@link RequiresMaskinporten}. Jakarta REST 3.1 finds it as a service, also when an {@code Application}
 * lists its classes; nobody needs to register it.
 */
public final class ReceiveFeature implements DynamicFeature {
    /** For the service loader. */
    public ReceiveFeature() {}

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        RequiredScopes.of(resource.getResourceClass(), resource.getResourceMethod())
                .ifPresent(scopes -> context.register(
                        new ReceiveFilter(scopes, ReceivedTokens::current), Priorities.AUTHENTICATION));
    }
}
