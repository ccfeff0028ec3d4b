package no.portnokkel.maskinporten.config;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/**
 * Digdir's environments: the two that live, and those that are known to be retired.
 *
 * @see <a href="https://docs.digdir.no/docs/Maskinporten/maskinporten_func_wellknown">Digdir: well-known, read 2024-10-17</a>
 */
final class Presets {
    private static final List<Environment> LIVING = List.of(
            preset("prod", EnvironmentClass.PRODUCTION, "https://maskinporten.no/"),
            preset("test", EnvironmentClass.TEST, "https://test.maskinporten.no/"));

    private static final List<Retired> RETIRED = List.of(
            retired("ver2", "10.06.2024", "on 2024-06-10"),
            retired("ver1", "i desember 2022", "in December 2022"),
            retired("yt2", "i desember 2022", "in December 2022"));

    private Presets() {}

    static Optional<Environment> named(String name) {
        return LIVING.stream()
                .filter(environment -> environment.name().equals(name))
                .findFirst();
    }

    static Optional<Environment> at(String host) {
        return LIVING.stream()
                .filter(environment ->
                        environment.tokenEndpoint().getHost().equalsIgnoreCase(host.replaceFirst("(?i)^www\\.", "")))
                .findFirst();
    }

    static Optional<Retired> retiredNamed(String name) {
        return RETIRED.stream()
                .filter(retired -> retired.environment().name().equals(name))
                .findFirst();
    }

    static Optional<Retired> retiredAt(String host) {
        return RETIRED.stream()
                .filter(retired ->
                        retired.environment().tokenEndpoint().getHost().equalsIgnoreCase(host))
                .findFirst();
    }

    private static Environment preset(String name, EnvironmentClass environmentClass, String issuer) {
        return new Environment(
                name, environmentClass, issuer, URI.create(issuer + "token"), URI.create(issuer + "jwk"));
    }

    private static Retired retired(String name, String dateNo, String dateEn) {
        Environment environment = preset(name, EnvironmentClass.TEST, "https://" + name + ".maskinporten.no/");
        return new Retired(environment, new Text(dateNo, dateEn));
    }

    /**
     * An environment that Digdir has closed. Its replacement is {@code test}.
     *
     * @param since when, as far as Digdir's pages tell
     */
    record Retired(Environment environment, Text since) {
        Problem problem(String where) {
            String name = environment.name().toUpperCase(Locale.ROOT);
            return Problem.of(
                    ProblemCode.ENVIRONMENT_RETIRED,
                    new Text(
                            where + " peker på " + name + ", som Digdir la ned " + since.no() + ".",
                            where + " points to " + name + ", which Digdir retired " + since.en() + "."),
                    new Text(
                            "Bruk miljøet test (https://test.maskinporten.no/): flytt nøklene til"
                                    + " portnokkel.environments.test.*.",
                            "Use the environment test (https://test.maskinporten.no/): move the keys to"
                                    + " portnokkel.environments.test.*."));
        }
    }
}
