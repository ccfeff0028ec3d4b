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
 * An injection point's {@link Maskinporten}, read and checked.
 *
 * @param request without a consumer that is only known per request
 * @param consumerIsFixed whether the annotation names it
 * @param target for a {@code WebTarget}
 */
record InjectionSpec(TokenRequest request, boolean consumerIsFixed, Optional<TokenTarget> target) {
    private static final String FROM_CONFIG = "config:";

    /** @throws IllegalArgumentException with a sentence for the developer */
    static InjectionSpec of(InjectionPoint point, Config config) {
        return of(
                point.getQualifiers().stream()
                        .filter(Maskinporten.class::isInstance)
                        .map(Maskinporten.class::cast)
                        .findFirst()
                        .orElseThrow(),
                config);
    }

    private static InjectionSpec of(Maskinporten asked, Config config) {
        TokenRequest request = TokenRequest.forScope(asked.scope()).forResources(List.of(asked.resource()));
        if (!asked.client().isEmpty()) {
            request = request.byClient(asked.client());
        }
        boolean fixed = !asked.consumerOrg().isEmpty();
        if (fixed) {
            request = request.onBehalfOf(new OrganisationNumber(asked.consumerOrg()));
        }
        return new InjectionSpec(request, fixed, target(asked.baseUri(), config));
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
     * A scope that no environment's client has would be refused at every call. One that some environment's client has, or
     * may have, passes: which environment is active is chosen later.
     *
     * @throws IllegalArgumentException when every configured client of that name lists its scopes, and none lists these
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
            throw new IllegalArgumentException("scope \"" + request.scopeText() + "\": no client has it by "
                    + "portnokkel.environments.*.scopes. Add it there once Samarbeidsportalen has it, or correct it.");
        }
    }

    /** @throws IllegalArgumentException when there is no {@code baseUri} */
    TokenTarget requiredTarget() {
        return target.orElseThrow(
                () -> new IllegalArgumentException("A WebTarget needs baseUri: the address that may get the token."));
    }
}
