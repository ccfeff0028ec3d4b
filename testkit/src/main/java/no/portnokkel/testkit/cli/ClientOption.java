package no.portnokkel.testkit.cli;

import no.portnokkel.testkit.registry.RegisteredClient;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses {@code ID:ORGNO[:SCOPE,SCOPE…]}. Scopes contain colons too, so only the first two colons are separators. */
final class ClientOption implements ITypeConverter<RegisteredClient> {

    private static final String[] DEFAULT_SCOPES = {"skatteetaten:inntekt", "skatteetaten:summertskattegrunnlag"};

    @Override
    public RegisteredClient convert(String value) {
        String[] parts = value.split(":", 3);
        if (parts.length < 2) {
            throw new TypeConversionException("'" + value + "' is not ID:ORGNO[:SCOPE,SCOPE...]");
        }
        try {
            return RegisteredClient.of(
                    parts[0], parts[1], parts.length == 3 ? parts[2].split(",", -1) : DEFAULT_SCOPES);
        } catch (IllegalArgumentException wrong) {
            throw new TypeConversionException("'" + value + "': " + wrong.getMessage());
        }
    }
}
