package no.portnokkel.maskinporten.config;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import no.portnokkel.hsm.settings.DeviceSettings;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.settings.CheckedValues;
import no.portnokkel.settings.KnownKeys;

/**
 * All valid settings, and all problems that were found while reading them.
 *
 * @param firstEnvironment active at the first start ({@code portnokkel.environment}); empty if unset or unknown
 * @param environments all configured environments, by name
 * @param devices HSMs, or keystore files in place of them, by name; the one of {@code hsm.*} has the empty name
 * @param applications what applications may ask for, by the name of the deployment; one that is not here may ask for everything
 * @param receive which tokens an API of the bank accepts; empty if none
 * @param http the connection to Maskinporten
 * @param tokens the token cache
 * @param dataDir the directory for files that this software writes
 * @param problems all problems, including those of the environments
 */
public record Configuration(
        Optional<String> firstEnvironment,
        SortedMap<String, EnvironmentSettings> environments,
        Map<String, DeviceSettings> devices,
        Map<String, AllowedRequests> applications,
        Optional<ReceiveSettings> receive,
        HttpSettings http,
        TokenSettings tokens,
        Path dataDir,
        List<Problem> problems) {

    /** Reads all settings. Does not throw for invalid values, but lists them in {@link #problems()}. */
    public static Configuration read(ConfigValues values) {
        return new ConfigurationReader(values).read();
    }

    /**
     * Returns a reader with checks of the keys below a prefix. Its problems name key, value and source.
     *
     * @param prefix with its dot, for example {@code portnokkel.}
     */
    public static CheckedValues checked(ConfigValues values, String prefix) {
        return new CheckedValues(
                name -> values.value(prefix + name),
                name -> values.sources(prefix + name).stream().findFirst(),
                prefix);
    }

    /** Returns the environments that have a key on a device; {@code ""} for the one of {@code hsm.*}. */
    public Set<String> environmentsOn(String device) {
        return environments.values().stream()
                .filter(settings ->
                        settings.allSigners().anyMatch(signer -> signer.device().equals(device)))
                .map(settings -> settings.environment().name())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the problem of a server without an active environment: neither stored by a switch nor configured. */
    public Problem noEnvironment() {
        String choices = String.join(", ", choices(environments.keySet()));
        return Problem.of(
                        ProblemCode.CONFIGURATION_INVALID,
                        "configuration-invalid.no-environment",
                        Map.of("choices", choices))
                .withConfigurationKey("portnokkel.environment");
    }

    /** Returns whether this server only receives tokens: it needs no active environment and no HSM. */
    public boolean receivesOnly() {
        return environments.isEmpty()
                && firstEnvironment.isEmpty()
                && (receive.isPresent() || problems.stream().anyMatch(problem -> isBelow("receive.", problem)));
    }

    /** Returns why no token is accepted, if {@link #receive()} is empty. */
    public Problem notReceiving() {
        return problems.stream()
                .filter(Configuration::preventsReceiving)
                .findFirst()
                .orElseGet(() -> Problem.of(ProblemCode.CONFIGURATION_INVALID, "configuration-invalid.not-receiving")
                        .withConfigurationKey("portnokkel.receive.audience"));
    }

    /** A mistyped key counts too: it may be the one that restricts. So does a trust store that is not used. */
    static boolean preventsReceiving(Problem problem) {
        return isBelow("receive.", problem) || isBelow("http.", problem);
    }

    private static boolean isBelow(String prefix, Problem problem) {
        String key = problem.configurationKey();
        return key != null && key.startsWith(KnownKeys.PREFIX + prefix);
    }

    /**
     * Returns why an environment of this name is no longer available; empty if it is not known to be retired.
     *
     * @param environment configured or not
     */
    public static Optional<Problem> retired(String environment) {
        return Presets.retiredByName(environment).map(retired -> retired.problem("environment"));
    }

    static Set<String> choices(Set<String> configured) {
        Set<String> choices = new TreeSet<>(configured);
        choices.add("test");
        choices.add("prod");
        choices.removeIf(name -> Presets.retiredByName(name).isPresent());
        return choices;
    }

    /**
     * The token cache.
     *
     * @param refreshAt share of the lifetime after which a token in use is refreshed in the background
     * @param margin share at the end of the lifetime during which a token is no longer returned; empty for as little as the
     *     network and the clock allow
     * @param maxEntries the maximum number of cached tokens
     * @param longestWait how long a caller without a valid token waits at most
     */
    public record TokenSettings(double refreshAt, OptionalDouble margin, int maxEntries, Duration longestWait) {}

    /**
     * The HTTP connection to Maskinporten.
     *
     * @param connectTimeout for each address that a host name resolves to
     * @param timeout for the whole exchange including the response body
     * @param proxy empty for a direct connection
     * @param authorities trusted for Maskinporten's TLS certificate; empty for the JVM's default trust store
     */
    public record HttpSettings(
            Duration connectTimeout,
            Duration timeout,
            Optional<ProxySettings> proxy,
            List<X509Certificate> authorities) {}
}
