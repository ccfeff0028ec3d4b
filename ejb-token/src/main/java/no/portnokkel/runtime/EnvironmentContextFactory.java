package no.portnokkel.runtime;

import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.cache.FetchRuntime;
import no.portnokkel.maskinporten.cache.TokenCache;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.endpoint.MaskinportenEndpoint;
import no.portnokkel.maskinporten.endpoint.RetryAfterTokenSource;
import no.portnokkel.maskinporten.endpoint.TokenSource;
import no.portnokkel.maskinporten.http.HttpTransport;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.runtime.status.EnvironmentChoice;

/** Puts the parts of a token's life together, anew for each choice of environment. */
final class EnvironmentContextFactory {
    /** Asked for in a dry run when neither the configuration nor an earlier request names a scope. */
    private static final String USUAL_SCOPE = "skatteetaten:inntekt";

    private final Configuration configuration;
    private final HsmDevices devices;
    private final HttpTransport http;
    private final TokenStatistics ledger;
    private final FetchRuntime means;

    EnvironmentContextFactory(
            Configuration configuration,
            HsmDevices devices,
            HttpTransport http,
            TokenStatistics ledger,
            FetchRuntime means) {
        this.configuration = configuration;
        this.devices = devices;
        this.http = http;
        this.ledger = ledger;
        this.means = means;
    }

    /**
     * Returns what serves callers from now on.
     *
     * @param stillActive whether a choice holds; asked just before a grant is signed
     */
    EnvironmentContext of(EnvironmentChoice choice, Predicate<EnvironmentChoice> stillActive) {
        Optional<EnvironmentSettings> chosen = choice.environment()
                .flatMap(
                        name -> Optional.ofNullable(configuration.environments().get(name)));
        TokenSource source = problemOf(choice)
                .map(EnvironmentContextFactory::refusing)
                .orElseGet(() -> source(chosen.orElseThrow(), () -> stillActive.test(choice)));
        return new EnvironmentContext(choice, chosen, new TokenCache(source, configuration.tokens(), means));
    }

    /** Fetches a token in an environment that need not be active, and keeps nothing. */
    void dryRun(String environment) {
        EnvironmentSettings settings = configuration.environments().get(environment);
        if (settings == null) {
            throw new TokenRefusedException(notConfigured(environment));
        }
        if (settings.state() != EnvironmentSettings.State.READY) {
            throw new TokenRefusedException(settings.problems().get(0));
        }
        try (TokenCache once = new TokenCache(source(settings, () -> true), configuration.tokens(), means)) {
            once.of(dryRunRequest(settings)).get();
        }
    }

    private TokenRequest dryRunRequest(EnvironmentSettings settings) {
        return settings.client().stream()
                .flatMap(client -> client.scopes().stream())
                .findFirst()
                .map(scope -> TokenRequest.forScope(scope.value()))
                .or(() -> ledger.lastRequest().map(TokenRequest::scopeText).map(TokenRequest::forScope))
                .orElseGet(() -> TokenRequest.forScope(USUAL_SCOPE));
    }

    private TokenSource source(EnvironmentSettings settings, BooleanSupplier active) {
        TokenSource endpoint = new MaskinportenEndpoint(
                settings,
                label -> devices.key(settings, label),
                http,
                active,
                ledger,
                means.clock(),
                means.nanoClock());
        return new RetryAfterTokenSource(endpoint, means.nanoClock());
    }

    private static TokenSource refusing(Problem problem) {
        return request -> {
            throw new TokenRefusedException(problem);
        };
    }

    /** Why there can be no token in what was chosen; empty when there can. */
    Optional<Problem> problemOf(EnvironmentChoice choice) {
        if (choice.environment().isEmpty()) {
            return Optional.of(configuration.noEnvironment());
        }
        String name = choice.environment().get();
        EnvironmentSettings settings = configuration.environments().get(name);
        if (settings == null) {
            return Optional.of(notConfigured(name));
        }
        boolean usable = settings.state() == EnvironmentSettings.State.READY;
        return usable ? Optional.empty() : settings.problems().stream().findFirst();
    }

    private static Problem notConfigured(String name) {
        return Problem.of(
                ProblemCode.CONFIGURATION_INVALID, "configuration-invalid.not-configured", Map.of("name", name));
    }
}
