package no.portnokkel.inject;

import jakarta.enterprise.inject.spi.InjectionPoint;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.Configuration;
import org.eclipse.microprofile.config.Config;

/**
 * The validated {@link Maskinporten} annotation of an injection point.
 *
 * @param request without the consumer, unless the annotation names it
 * @param consumerIsFixed whether the annotation names the consumer
 * @param target for a {@code WebTarget}
 */
record InjectionSpec(TokenRequest request, boolean consumerIsFixed, Optional<TokenTarget> target) {
    private static final String FROM_CONFIG = "config:";

    /** @throws IllegalArgumentException with a message for the developer */
    static InjectionSpec of(InjectionPoint point, Config config) {
        return of(
                point.getQualifiers().stream()
                        .filter(Maskinporten.class::isInstance)
                        .map(Maskinporten.class::cast)
                        .findFirst()
                        .orElseThrow(),
                config);
    }

    private static InjectionSpec of(Maskinporten annotation, Config config) {
        TokenRequest request = TokenRequest.forScope(annotation.scope()).forResources(List.of(annotation.resource()));
        if (!annotation.client().isEmpty()) {
            request = request.byClient(annotation.client());
        }
        boolean fixed = !annotation.consumerOrg().isEmpty();
        if (fixed) {
            request = request.onBehalfOf(new OrganisationNumber(annotation.consumerOrg()));
        }
        return new InjectionSpec(request, fixed, target(annotation.baseUri(), config));
    }

    private static Optional<TokenTarget> target(String baseUri, Config config) {
        if (baseUri.isEmpty()) {
            return Optional.empty();
        }
        if (!baseUri.startsWith(FROM_CONFIG)) {
            return Optional.of(new TokenTarget(URI.create(baseUri)));
        }
        String key = baseUri.substring(FROM_CONFIG.length());
        return Optional.of(config.getOptionalValue(key, String.class)
                .map(URI::create)
                .map(TokenTarget::new)
                .orElseThrow(() -> new IllegalArgumentException(
                        "baseUri = \"" + baseUri + "\": the configuration has no value for " + key + ".")));
    }

    /**
     * Checks that some environment's client has the scopes, or may have them: the active environment is chosen later.
     *
     * @throws IllegalArgumentException if all configured clients of that name list their scopes, and none lists these
     */
    void requireKnownScopes(Configuration configuration) {
        List<ClientSettings> clients = configuration.environments().values().stream()
                .flatMap(environment -> environment.client(request.client()).stream())
                .toList();
        boolean known = clients.isEmpty()
                || clients.stream()
                        .map(ClientSettings::scopes)
                        .anyMatch(scopes -> scopes.isEmpty() || scopes.containsAll(request.scopes()));
        if (!known) {
            throw new IllegalArgumentException("scope \"" + request.scopeText() + "\": no client lists it in "
                    + "portnokkel.environments.*.scopes. Correct it, or add it in Samarbeidsportalen and then there.");
        }
    }

    /** @throws IllegalArgumentException if there is no {@code baseUri} */
    TokenTarget requiredTarget() {
        return target.orElseThrow(() ->
                new IllegalArgumentException("A WebTarget needs baseUri, the address that may receive the token."));
    }
}
