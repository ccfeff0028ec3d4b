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

/** Reads where an environment of the bank's own is. */
final class CustomEnvironmentReader {
    private static final Text ADDRESS = Text.message("custom-environment-reader.address");

    private final String name;
    private final CheckedValues checked;
    private final Consumer<Problem> warnings;

    /** @param warnings what is likely to be wrong, and keeps nothing from being tried */
    CustomEnvironmentReader(String name, CheckedValues checked, Consumer<Problem> warnings) {
        this.name = name;
        this.checked = checked;
        this.warnings = warnings;
    }

    /** Empty when it cannot be used; why is then among the problems of the values. */
    Optional<Environment> read() {
        Optional<URI> issuer = checked.value("issuer", ADDRESS, CustomEnvironmentReader::address);
        if (issuer.isEmpty()) {
            if (checked.text("issuer").isEmpty()) {
                checked.missing("issuer", ADDRESS);
            }
            return Optional.empty();
        }
        Optional<Environment> preset = Presets.at(issuer.get().getHost());
        if (preset.isPresent()) { // whatever it is called here: nobody lowers the class of production by an alias
            Environment known = preset.get();
            return Optional.of(new Environment(
                    name, known.environmentClass(), known.issuer(), known.tokenEndpoint(), known.jwksUri()));
        }
        EnvironmentClass environmentClass =
                checked.oneOf("class", EnvironmentClass.class).orElse(EnvironmentClass.TEST);
        Origin origin = Origin.of(issuer.get());
        boolean https = origin.scheme().equals("https");
        if (!https && !(environmentClass == EnvironmentClass.TEST && origin.isLoopback())) {
            checked.wrong("issuer", Text.message("custom-environment-reader.if"));
            return Optional.empty();
        }
        String written = checked.text("issuer").orElseThrow();
        String base = written.endsWith("/") ? written : written + "/";
        return Optional.of(new Environment(
                name,
                environmentClass,
                written,
                tokenEndpoint(issuer.get()).orElse(URI.create(base + "token")),
                address("jwks-uri", issuer.get()).orElse(URI.create(base + "jwk"))));
    }

    /** Some of the pages that banks follow print the base address as the token endpoint. */
    private Optional<URI> tokenEndpoint(URI issuer) {
        Optional<URI> configured = address("token-endpoint", issuer);
        configured.filter(uri -> !uri.getPath().endsWith("/token")).ifPresent(uri -> {
            String right = uri.resolve("/token").toString();
            warnings.accept(Problem.of(
                            ProblemCode.CONFIGURATION_INVALID,
                            "configuration-invalid.token-endpoint",
                            Map.of("key", checked.key("token-endpoint"), "uri", uri, "right", right))
                    .withConfigurationKey(checked.key("token-endpoint")));
        });
        return configured;
    }

    private Optional<URI> address(String key, URI issuer) {
        return checked.value(key, ADDRESS, CustomEnvironmentReader::address).filter(uri -> {
            boolean ours = Origin.of(uri).equals(Origin.of(issuer));
            if (!ours) {
                checked.wrong(key, Text.message("custom-environment-reader.if-2", Map.of("issuer", issuer)));
            }
            return ours;
        });
    }

    private static URI address(String text) {
        URI uri = URI.create(text);
        Origin.of(uri);
        return uri;
    }
}
