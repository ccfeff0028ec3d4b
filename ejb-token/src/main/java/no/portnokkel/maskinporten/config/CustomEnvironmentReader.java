package no.portnokkel.maskinporten.config;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.Origin;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;

/** Reads the addresses of an environment that is not one of Digdir's presets. */
final class CustomEnvironmentReader {
    private static final Text ADDRESS = Text.message("configuration.address");

    private final String name;
    private final CheckedValues checked;
    private final Consumer<Problem> warnings;

    /** @param warnings receives problems that do not prevent the environment from being used */
    CustomEnvironmentReader(String name, CheckedValues checked, Consumer<Problem> warnings) {
        this.name = name;
        this.checked = checked;
        this.warnings = warnings;
    }

    /** Returns the environment; empty if it cannot be used, which the problems of the values describe. */
    Optional<Environment> read() {
        Optional<URI> issuer = checked.value("issuer", ADDRESS, CustomEnvironmentReader::address);
        if (issuer.isEmpty()) {
            if (checked.text("issuer").isEmpty()) {
                checked.missing("issuer", ADDRESS);
            }
            return Optional.empty();
        }
        Optional<Environment> preset = Presets.byHost(issuer.get().getHost());
        if (preset.isPresent()) { // under any name: an alias must not lower the class of production
            Environment known = preset.get();
            return Optional.of(new Environment(
                    name, known.environmentClass(), known.issuer(), known.tokenEndpoint(), known.jwksUri()));
        }
        EnvironmentClass environmentClass =
                checked.oneOf("class", EnvironmentClass.class).orElse(EnvironmentClass.TEST);
        Origin origin = Origin.of(issuer.get());
        boolean https = origin.scheme().equals("https");
        if (!https && !(environmentClass == EnvironmentClass.TEST && origin.isLoopback())) {
            checked.wrong("issuer", Text.message("configuration.https"));
            return Optional.empty();
        }
        String configured = checked.text("issuer").orElseThrow();
        String base = configured.endsWith("/") ? configured : configured + "/";
        return Optional.of(new Environment(
                name,
                environmentClass,
                configured,
                tokenEndpoint(issuer.get()).orElse(URI.create(base + "token")),
                address("jwks-uri", issuer.get()).orElse(URI.create(base + "jwk"))));
    }

    /** Some published instructions give the base address as the token endpoint. */
    private Optional<URI> tokenEndpoint(URI issuer) {
        Optional<URI> configured = address("token-endpoint", issuer);
        configured.filter(uri -> !uri.getPath().endsWith("/token")).ifPresent(uri -> {
            String suggestion = uri.resolve("/token").toString();
            Text defect = checked.withValue("token-endpoint", Text.message("configuration.no-token-path"));
            warnings.accept(Problem.of(
                            ProblemCode.CONFIGURATION_INVALID,
                            "configuration-invalid.token-endpoint",
                            Map.of("key", checked.key("token-endpoint"), "defect", defect, "suggestion", suggestion))
                    .withConfigurationKey(checked.key("token-endpoint")));
        });
        return configured;
    }

    private Optional<URI> address(String key, URI issuer) {
        return checked.value(key, ADDRESS, CustomEnvironmentReader::address).filter(uri -> {
            boolean sameOrigin = Origin.of(uri).equals(Origin.of(issuer));
            if (!sameOrigin) {
                checked.wrong(key, Text.message("configuration.same-origin", Map.of("issuer", issuer)));
            }
            return sameOrigin;
        });
    }

    private static URI address(String text) {
        URI uri = URI.create(text);
        Origin.of(uri);
        return uri;
    }
}
