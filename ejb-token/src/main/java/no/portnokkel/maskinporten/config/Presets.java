package no.portnokkel.maskinporten.config;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.DigdirAddresses;

/**
 * Digdir's environments: the two in operation, and those that are known to be retired.
 */
final class Presets {
    private static final List<Environment> ACTIVE =
            List.of(preset("prod", EnvironmentClass.PRODUCTION), preset("test", EnvironmentClass.TEST));

    private static final List<Retired> RETIRED = List.of(retired("ver2"), retired("ver1"), retired("yt2"));

    private Presets() {}

    static Optional<Environment> byName(String name) {
        return ACTIVE.stream()
                .filter(environment -> environment.name().equals(name))
                .findFirst();
    }

    /** Returns the environment in operation that the host of an address belongs to, in any notation. */
    static Optional<Environment> byAddress(String address) {
        return DigdirAddresses.environmentOf(address).flatMap(Presets::byName);
    }

    static Optional<Retired> retiredByName(String name) {
        return RETIRED.stream()
                .filter(retired -> retired.environment().name().equals(name))
                .findFirst();
    }

    static Optional<Retired> retiredByAddress(String address) {
        return DigdirAddresses.environmentOf(address).flatMap(Presets::retiredByName);
    }

    private static Environment preset(String name, EnvironmentClass environmentClass) {
        String issuer = DigdirAddresses.issuer(name);
        return new Environment(
                name, environmentClass, issuer, URI.create(issuer + "token"), URI.create(issuer + "jwk"));
    }

    private static Retired retired(String name) {
        Environment environment = preset(name, EnvironmentClass.TEST);
        return new Retired(environment, Text.message("environment-retired.since." + name));
    }

    /**
     * An environment that Digdir closed. Its replacement is {@code test}.
     *
     * @param since the date according to Digdir's pages
     */
    record Retired(Environment environment, Text since) {
        Problem problem(String where) {
            String name = environment.name().toUpperCase(Locale.ROOT);
            return Problem.of(
                    ProblemCode.ENVIRONMENT_RETIRED,
                    "environment-retired.use-test",
                    Map.of("where", where, "name", name, "since", since));
        }
    }
}
