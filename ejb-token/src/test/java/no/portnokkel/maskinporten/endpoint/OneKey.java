package no.portnokkel.maskinporten.endpoint;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.ClientSettings;

/** All clients use one key, in an environment that may be inactive. */
public record OneKey(Supplier<SigningKey> key, BooleanSupplier isActive) implements ClientKeys {
    /** Returns the keys of an active environment. */
    public static OneKey of(SigningKey key) {
        return new OneKey(() -> key, () -> true);
    }

    @Override
    public ClientSettings current(TokenRequest request, ClientSettings configured) {
        return configured;
    }

    @Override
    public SigningKey key(ClientSettings client) {
        return key.get();
    }

    @Override
    public boolean mayBeSent(TokenRequest request, ClientSettings configured, ClientSettings client) {
        return isActive.getAsBoolean();
    }
}
