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
import no.portnokkel.settings.DigdirAddresses;
import no.portnokkel.settings.HttpAddress;

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
        Optional<Environment> preset = checked.text("issuer").flatMap(Presets::byAddress);
        if (preset.isPresent()) {
            return preset.map(this::alias);
        }
        Optional<URI> issuer = checked.value("issuer", ADDRESS, HttpAddress::ofIssuer);
        if (issuer.isEmpty()) {
            if (checked.text("issuer").isEmpty()) {
                checked.missing("issuer", ADDRESS);
            }
            return Optional.empty();
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

    /** Returns the preset under our name: an alias must not lower the class of production. */
    private Environment alias(Environment preset) {
        DigdirAddresses.requireIssuer(checked, preset.name());
        if (checked.oneOf("class", EnvironmentClass.class)
                .filter(other -> other != preset.environmentClass())
                .isPresent()) {
            refuse("class", preset);
        }
        refuseOther("token-endpoint", preset.tokenEndpoint().toString(), preset);
        refuseOther("jwks-uri", preset.jwksUri().toString(), preset);
        refuseOther("authorities-file", "", preset);
        return new Environment(
                name, preset.environmentClass(), preset.issuer(), preset.tokenEndpoint(), preset.jwksUri());
    }

    private void refuseOther(String key, String defined, Environment preset) {
        if (checked.text(key).filter(value -> !value.equals(defined)).isPresent()) {
            refuse(key, preset);
        }
    }

    private void refuse(String key, Environment preset) {
        checked.wrong(key, Text.message("configuration.preset-override", Map.of("name", preset.name())));
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
        return checked.value(key, ADDRESS, HttpAddress::of).filter(uri -> {
            boolean sameOrigin = Origin.of(uri).equals(Origin.of(issuer));
            if (!sameOrigin) {
                checked.wrong(key, Text.message("configuration.same-origin", Map.of("issuer", issuer)));
            }
            return sameOrigin;
        });
    }
}
