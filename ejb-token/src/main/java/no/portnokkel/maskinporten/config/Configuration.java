package no.portnokkel.maskinporten.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/**
 * All settings that are valid, and all problems that were found while reading them.
 *
 * @param firstEnvironment active at the first start ({@code portnokkel.environment}); empty when unset or unknown
 * @param environments every environment that has a key, by name
 * @param devices HSMs by name; the one of {@code hsm.*} has the empty name
 * @param http connection to Maskinporten
 * @param tokens how tokens are kept
 * @param dataDir where we write
 * @param problems all at once, those of the environments included
 */
public record Configuration(
        Optional<String> firstEnvironment,
        SortedMap<String, EnvironmentSettings> environments,
        Map<String, HsmSettings> devices,
        HttpSettings http,
        TokenSettings tokens,
        Path dataDir,
        List<Problem> problems) {

    /** Reads everything. Throws nothing for wrong values: they are in {@link #problems()}. */
    public static Configuration read(ConfigValues values) {
        return new ConfigurationReader(values).read();
    }

    /** The problem of a server that has no active environment: neither stored by a switch nor configured. */
    public Problem noEnvironment() {
        String choices = String.join(", ", choices(environments.keySet()));
        return Problem.of(
                        ProblemCode.CONFIGURATION_INVALID, "configuration-invalid.choices", Map.of("choices", choices))
                .withConfigurationKey("portnokkel.environment");
    }

    /**
     * Why an environment of this name cannot be had any more; empty when nothing is known against it.
     *
     * @param environment configured or not
     */
    public static Optional<Problem> retired(String environment) {
        return Presets.retiredNamed(environment).map(retired -> retired.problem("environment"));
    }

    static Set<String> choices(Set<String> configured) {
        Set<String> choices = new TreeSet<>(configured);
        choices.add("test");
        choices.add("prod");
        choices.removeIf(name -> Presets.retiredNamed(name).isPresent());
        return choices;
    }
}
