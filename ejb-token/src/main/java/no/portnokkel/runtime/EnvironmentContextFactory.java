package no.portnokkel.runtime;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.cache.FetchRuntime;
import no.portnokkel.maskinporten.cache.TokenCache;
import no.portnokkel.maskinporten.config.AllowedRequests;
import no.portnokkel.maskinporten.config.ClientKey;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.DeviceKey;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.config.KeyChoices;
import no.portnokkel.maskinporten.endpoint.ClientKeys;
import no.portnokkel.maskinporten.endpoint.GrantsUnderWay;
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
    private final GrantsUnderWay underWay;
    private final TokenStatistics statistics;
    private final FetchRuntime runtime;
    private final AllowedRequests allowed;

    EnvironmentContextFactory(
            Configuration configuration,
            HsmDevices devices,
            EnvironmentChoices choices,
            HttpTransport http,
            GrantsUnderWay underWay,
            TokenStatistics statistics,
            FetchRuntime runtime,
            AllowedRequests allowed) {
        this.configuration = configuration;
        this.devices = devices;
        this.choices = choices;
        this.http = http;
        this.underWay = underWay;
        this.statistics = statistics;
        this.runtime = runtime;
        this.allowed = allowed;
    }

    /**
     * Returns the context of a choice.
     *
     * @param stillActive whether a choice is still active; evaluated immediately before each signature
     */
    EnvironmentContext create(EnvironmentChoice choice, Predicate<EnvironmentChoice> stillActive) {
        Optional<EnvironmentSettings> configured = configured(choice);
        TokenSource source = problemOf(choice)
                .map(EnvironmentContextFactory::refusingSource)
                .orElseGet(() -> source(
                        configured.orElseThrow(),
                        new KeysInUse(configured.orElseThrow(), () -> stillActive.test(choice))));
        return new EnvironmentContext(
                choice,
                configured.map(choice.keys()::appliedTo),
                new TokenCache(source, choice.environment().orElse(""), configuration.tokens(), runtime));
    }

    private Optional<EnvironmentSettings> configured(EnvironmentChoice choice) {
        return choice.environment()
                .flatMap(
                        name -> Optional.ofNullable(configuration.environments().get(name)))
                .map(settings -> settings.allowing(allowed));
    }

    /**
     * Returns the context of the same environment with the keys of another choice: its tokens stay, apart from those of clients
     * whose key is stopped now.
     */
    EnvironmentContext withKeys(EnvironmentContext context, EnvironmentChoice choice) {
        Optional<EnvironmentSettings> configured = configured(choice);
        Set<DeviceKey> stopped = new HashSet<>(choice.keys().stopped());
        stopped.removeAll(context.choice().keys().stopped());
        context.tokens().forgetFailures();
        configured.stream()
                .flatMap(settings -> settings.allClients().entrySet().stream())
                .filter(client -> choice.keys()
                        .everUsed(choice.environment().orElse(""), client.getKey(), client.getValue())
                        .map(ClientSettings::deviceKey)
                        .anyMatch(stopped::contains))
                .forEach(client -> context.tokens().drop(client.getKey()));
        configured
                .flatMap(EnvironmentSettings::standby)
                .filter(standby -> stopped.contains(standby.deviceKey()))
                .ifPresent(standby -> context.tokens().drop(Optional.empty()));
        return new EnvironmentContext(choice, configured.map(choice.keys()::appliedTo), context.tokens());
    }

    /** Fetches a token in an environment that need not be active, with the key that its own client uses. Does not cache it. */
    void dryRun(String environment) {
        EnvironmentSettings settings = ready(environment);
        dryRun(settings, choices.keys().appliedTo(settings).client().orElseThrow(), Optional.empty());
    }

    /**
     * Fetches a token with another key of a client. Does not cache it.
     *
     * @param client name of a further client; empty for the environment's own
     */
    void dryRun(String environment, Optional<String> client, ClientKey key) {
        EnvironmentSettings settings = ready(environment);
        ClientSettings used = settings.client(client)
                .orElseThrow(() -> new TokenRefusedException(notConfigured(environment)))
                .withKey(key);
        dryRun(settings, used, client);
    }

    /**
     * Returns a key of an environment's HSM, whether a client uses it or not.
     *
     * @throws TokenRefusedException if the environment or its HSM is not configured
     */
    SigningKey key(String environment, String label) {
        EnvironmentSettings settings = ready(environment);
        return devices.key(settings, settings.deviceKey(label));
    }

    private EnvironmentSettings ready(String environment) {
        EnvironmentSettings settings = configuration.environments().get(environment);
        if (settings == null) {
            throw new TokenRefusedException(notConfigured(environment));
        }
        if (settings.state() != EnvironmentSettings.State.READY) {
            throw new TokenRefusedException(settings.problems().get(0));
        }
        return settings;
    }

    private void dryRun(EnvironmentSettings settings, ClientSettings used, Optional<String> client) {
        TokenSource source = source(settings, new KeyOfDryRun(settings, used));
        try (TokenCache cache =
                new TokenCache(source, settings.environment().name(), configuration.tokens(), runtime)) {
            cache.entry(dryRunRequest(used, client)).get();
        }
    }

    private TokenRequest dryRunRequest(ClientSettings used, Optional<String> client) {
        TokenRequest request = used.scopes().stream()
                .findFirst()
                .map(scope -> TokenRequest.forScope(scope.value()))
                .or(() -> statistics.lastScope().map(TokenRequest::forScope))
                .orElseGet(() -> TokenRequest.forScope(DEFAULT_SCOPE));
        return client.map(request::byClient).orElse(request);
    }

    private TokenSource source(EnvironmentSettings settings, ClientKeys keys) {
        return MaskinportenEndpoint.tokenSource(
                settings, keys, http, underWay, runtime.events(), runtime.clock(), runtime.nanoClock());
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

    /** The keys that the clients of the active environment use, as they are decided at the time of each grant. */
    private final class KeysInUse implements ClientKeys {
        private final EnvironmentSettings configured;
        private final BooleanSupplier isActive;

        KeysInUse(EnvironmentSettings configured, BooleanSupplier isActive) {
            this.configured = configured;
            this.isActive = isActive;
            configured.standby().map(ClientSettings::device).ifPresent(devices::hsm); // connects in the background
        }

        @Override
        public ClientSettings current(TokenRequest request, ClientSettings client) {
            KeyChoices decided = choices.read().keys();
            ClientSettings used = inUse(decided, request, client);
            return standby(request)
                    .filter(standby -> !decided.isStopped(used) && !decided.isStopped(standby))
                    .map(standby -> devices.available(configured.environment().name(), used, standby))
                    .orElse(used);
        }

        /** The standby key belongs to the environment's own client. */
        private Optional<ClientSettings> standby(TokenRequest request) {
            return configured.standby().filter(standby -> request.client().isEmpty());
        }

        @Override
        public SigningKey key(ClientSettings client) {
            choices.requireNotStopped(client);
            SigningKey key = devices.key(configured, client.deviceKey());
            if (!choices.isVerified()) {
                key.chain(); // waits for the HSM as the signature would; now the stored choice can be verified
                choices.read();
            }
            choices.require(choices.keys().appliedTo(configured), client.key());
            return key;
        }

        @Override
        public boolean mayBeSent(TokenRequest request, ClientSettings settings, ClientSettings client) {
            return isActive.getAsBoolean()
                    && !choices.keys().isStopped(client)
                    && (inUse(choices.keys(), request, settings).equals(client)
                            || standby(request).equals(Optional.of(client)));
        }

        private ClientSettings inUse(KeyChoices decided, TokenRequest request, ClientSettings client) {
            return decided.appliedTo(configured.environment().name(), request.client(), client);
        }
    }

    /** The key of a dry run: of an environment that need not be active, or one that is not used yet. */
    private final class KeyOfDryRun implements ClientKeys {
        private final EnvironmentSettings settings;
        private final ClientSettings used;

        KeyOfDryRun(EnvironmentSettings settings, ClientSettings used) {
            this.settings = settings;
            this.used = used;
        }

        @Override
        public ClientSettings current(TokenRequest request, ClientSettings configured) {
            return used;
        }

        @Override
        public SigningKey key(ClientSettings client) {
            choices.requireNotStopped(client);
            return devices.key(settings, client.deviceKey());
        }

        @Override
        public boolean mayBeSent(TokenRequest request, ClientSettings settings, ClientSettings client) {
            return !choices.read().keys().isStopped(client);
        }
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
