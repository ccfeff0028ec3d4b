package no.portnokkel.runtime;

import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.cache.FetchRuntime;
import no.portnokkel.maskinporten.cache.TokenCache;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.endpoint.MaskinportenEndpoint;
import no.portnokkel.maskinporten.endpoint.TokenSource;
import no.portnokkel.maskinporten.http.HttpTransport;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/** Creates everything that belongs to one choice of environment. */
final class EnvironmentContextFactory {
    /** The scope of a dry run if neither the configuration nor an earlier request names one. */
    private static final String DEFAULT_SCOPE = "skatteetaten:inntekt";

    private final Configuration configuration;
    private final HsmDevices devices;
    private final EnvironmentChoices choices;
    private final HttpTransport http;
    private final TokenStatistics statistics;
    private final FetchRuntime runtime;

    EnvironmentContextFactory(
            Configuration configuration,
            HsmDevices devices,
            EnvironmentChoices choices,
            HttpTransport http,
            TokenStatistics statistics,
            FetchRuntime runtime) {
        this.configuration = configuration;
        this.devices = devices;
        this.choices = choices;
        this.http = http;
        this.statistics = statistics;
        this.runtime = runtime;
    }

    /**
     * Returns the context of a choice.
     *
     * @param stillActive whether a choice is still active; evaluated immediately before each signature
     */
    EnvironmentContext create(EnvironmentChoice choice, Predicate<EnvironmentChoice> stillActive) {
        Optional<EnvironmentSettings> chosen = choice.environment()
                .flatMap(
                        name -> Optional.ofNullable(configuration.environments().get(name)));
        TokenSource source = problemOf(choice)
                .map(EnvironmentContextFactory::refusingSource)
                .orElseGet(() -> source(
                        chosen.orElseThrow(),
                        label -> confirmedKey(chosen.orElseThrow(), label),
                        () -> stillActive.test(choice)));
        return new EnvironmentContext(
                choice,
                chosen,
                new TokenCache(source, choice.environment().orElse(""), configuration.tokens(), runtime));
    }

    /** Fetches a token in an environment that need not be active. Does not cache it. */
    void dryRun(String environment) {
        EnvironmentSettings settings = configuration.environments().get(environment);
        if (settings == null) {
            throw new TokenRefusedException(notConfigured(environment));
        }
        if (settings.state() != EnvironmentSettings.State.READY) {
            throw new TokenRefusedException(settings.problems().get(0));
        }
        TokenSource source = source(settings, label -> devices.key(settings, label), () -> true);
        try (TokenCache cache = new TokenCache(source, environment, configuration.tokens(), runtime)) {
            cache.entry(dryRunRequest(settings)).get();
        }
    }

    private TokenRequest dryRunRequest(EnvironmentSettings settings) {
        return settings.client().stream()
                .flatMap(client -> client.scopes().stream())
                .findFirst()
                .map(scope -> TokenRequest.forScope(scope.value()))
                .or(() -> statistics.lastScope().map(TokenRequest::forScope))
                .orElseGet(() -> TokenRequest.forScope(DEFAULT_SCOPE));
    }

    private SigningKey confirmedKey(EnvironmentSettings settings, String label) {
        SigningKey key = devices.key(settings, label);
        if (!choices.isVerified()) {
            key.chain(); // waits for the HSM as the signature would; now the stored choice can be verified
            choices.read();
        }
        choices.require(settings, label);
        return key;
    }

    private TokenSource source(
            EnvironmentSettings settings, Function<String, SigningKey> keys, BooleanSupplier isActive) {
        return MaskinportenEndpoint.tokenSource(
                settings, keys, http, isActive, runtime.events(), runtime.clock(), runtime.nanoClock());
    }

    private static TokenSource refusingSource(Problem problem) {
        return request -> {
            throw new TokenRefusedException(problem);
        };
    }

    /** Returns why no token can be fetched in the chosen environment; empty if one can. */
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
                ProblemCode.CONFIGURATION_INVALID,
                "configuration-invalid.environment-not-configured",
                Map.of("environment", name));
    }

    /**
     * Everything that belongs to one choice of environment and is discarded with it.
     *
     * @param choice identifies the context by its version
     * @param settings empty if no configured environment is chosen
     * @param tokens cached tokens of the environment; fetches fail with the reason if there is none
     */
    record EnvironmentContext(EnvironmentChoice choice, Optional<EnvironmentSettings> settings, TokenCache tokens) {}
}
