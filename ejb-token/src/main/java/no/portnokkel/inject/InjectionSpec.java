package no.portnokkel.inject;

import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.ws.rs.client.WebTarget;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.bearer.TokenTarget;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;

/** The {@link Maskinporten} annotation of an injection point, as values that survive passivation. */
record InjectionSpec(List<String> scopes, String client, String consumerOrg, List<String> resources, String baseUri)
        implements Serializable {
    private static final String FROM_CONFIG = "config:";

    static InjectionSpec of(InjectionPoint point) {
        return of(point.getQualifiers().stream()
                .filter(Maskinporten.class::isInstance)
                .map(Maskinporten.class::cast)
                .findFirst()
                .orElseThrow());
    }

    static InjectionSpec of(Maskinporten annotation) {
        return new InjectionSpec(
                List.of(annotation.scope()),
                annotation.client(),
                annotation.consumerOrg(),
                List.of(annotation.resource()),
                annotation.baseUri());
    }

    /** Returns whether the annotation names the consumer. */
    boolean consumerIsFixed() {
        return !consumerOrg.isEmpty();
    }

    /**
     * Returns the request, without the consumer unless the annotation names it.
     *
     * @throws IllegalArgumentException with a message for the developer
     */
    TokenRequest request() {
        TokenRequest request =
                TokenRequest.forScope(scopes.toArray(String[]::new)).forResources(resources);
        if (!client.isEmpty()) {
            request = request.byClient(client);
        }
        return consumerIsFixed() ? request.onBehalfOf(new OrganisationNumber(consumerOrg)) : request;
    }

    /**
     * Returns the addresses that may receive the token.
     *
     * @throws IllegalArgumentException with a message for the developer
     */
    TokenTarget target(ConfigValues values) {
        if (baseUri.isEmpty()) {
            throw new IllegalArgumentException(
                    "baseUri, the address that may receive the token, is missing. Add it: baseUri = \"https://…\", or \"config:KEY\".");
        }
        if (!baseUri.startsWith(FROM_CONFIG)) {
            return new TokenTarget(URI.create(baseUri));
        }
        String key = baseUri.substring(FROM_CONFIG.length());
        String address = configured(key, values);
        try {
            return new TokenTarget(URI.create(address));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(key + ": " + wrong.getMessage(), wrong);
        }
    }

    private String configured(String key, ConfigValues values) {
        return read(key, values)
                .orElseThrow(() -> new IllegalArgumentException(
                        "baseUri = \"" + baseUri + "\": the configuration has no value for " + key + ". Set it."));
    }

    /** @throws IllegalArgumentException with a message for the developer, if the configuration cannot read the value */
    static Optional<String> read(String key, ConfigValues values) {
        try {
            return values.value(key);
        } catch (RuntimeException | StackOverflowError unreadable) { // a config source's code: anything
            throw new IllegalArgumentException(
                    "the configuration cannot read " + key + " ("
                            + unreadable.getClass().getSimpleName() + "). Correct its source.",
                    unreadable);
        }
    }

    /**
     * Checks everything that is known at deployment.
     *
     * @param type of the injection point
     * @throws IllegalArgumentException with a message for the developer
     */
    void validate(Type type, ConfigValues values, Configuration configuration) {
        validate(values, configuration);
        Type injected = InjectableTypes.unwrapped(type);
        InjectableTypes.require(injected);
        if (injected.equals(WebTarget.class)) {
            target(values);
        } else if (!baseUri.isEmpty()) {
            throw new IllegalArgumentException("baseUri = \"" + baseUri
                    + "\" restricts the requests of a WebTarget only. Inject a WebTarget, or remove it.");
        }
    }

    /**
     * Checks everything that does not depend on what is injected.
     *
     * @throws IllegalArgumentException with a message for the developer
     */
    void validate(ConfigValues values, Configuration configuration) {
        TokenRequest request = request();
        requireKnownClient(values, configuration);
        requireKnownScopes(request, configuration);
    }

    /** Checks that some environment configures the client, correctly or not: a wrong value does not fail a deployment. */
    private void requireKnownClient(ConfigValues values, Configuration configuration) {
        Set<String> environments = configuration.environments().keySet();
        if (client.isEmpty()
                || environments.isEmpty()
                || !values.unlistedSources().isEmpty()) {
            return;
        }
        Set<String> known = new TreeSet<>();
        environments.forEach(
                environment -> known.addAll(values.children("portnokkel.environments." + environment + ".clients")));
        if (!known.contains(client)) {
            throw new IllegalArgumentException(
                    "client = \"" + client + "\" is not configured: " + "portnokkel.environments.*.clients has "
                            + (known.isEmpty() ? "none" : known) + ". Correct it, or configure the client.");
        }
    }

    /** Checks that some environment's client has the scopes, or may have them: the active environment is chosen later. */
    private static void requireKnownScopes(TokenRequest request, Configuration configuration) {
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
}
