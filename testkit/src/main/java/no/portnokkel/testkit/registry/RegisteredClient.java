package no.portnokkel.testkit.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A client (<i>integrasjon</i>) that its owner has registered.
 *
 * @param clientId {@code iss} of its grants
 * @param owner organisation number: nine digits, as in the certificate
 * @param scopes that the client may request
 * @param keys if there are any, a grant must name one by {@code kid}, and {@code x5c} is refused
 * @param tokenLifetime of its access tokens, at least one second; empty for the twin's default
 */
public record RegisteredClient(
        String clientId,
        String owner,
        Set<String> scopes,
        List<RegisteredKey> keys,
        IntegrationType integrationType,
        Optional<Duration> tokenLifetime) {

    private static final int MAX_KEYS = 5;

    public RegisteredClient {
        if (clientId.isBlank() || !owner.matches("[0-9]{9}")) {
            throw new IllegalArgumentException(
                    "A client has an id, and an owner with an organisation number of nine digits.");
        }
        if (keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("A client has at most " + MAX_KEYS + " keys.");
        }
        if (keys.stream().map(RegisteredKey::kid).distinct().count() < keys.size()) {
            throw new IllegalArgumentException("The keys of a client must have different kids.");
        }
        if (tokenLifetime.filter(lifetime -> lifetime.toSeconds() < 1).isPresent()) {
            throw new IllegalArgumentException("The lifetime of a token is at least one second.");
        }
        scopes = Set.copyOf(scopes);
        keys = List.copyOf(keys);
    }

    /** Returns a client without registered keys: it signs with its owner's certificate and sends {@code x5c}. */
    public static RegisteredClient of(String clientId, String owner, String... scopes) {
        return new RegisteredClient(
                clientId, owner, Set.of(scopes), List.of(), IntegrationType.MASKINPORTEN, Optional.empty());
    }

    /** Returns the client with additional scopes. */
    public RegisteredClient withScopes(String... additional) {
        Set<String> all = new HashSet<>(scopes);
        all.addAll(List.of(additional));
        return new RegisteredClient(clientId, owner, all, keys, integrationType, tokenLifetime);
    }

    /** Returns the client with an additional key; a client with keys must send {@code kid}. */
    public RegisteredClient withKey(RegisteredKey key) {
        List<RegisteredKey> all = new ArrayList<>(keys);
        all.add(key);
        return new RegisteredClient(clientId, owner, scopes, all, integrationType, tokenLifetime);
    }

    /** Returns the client with another type. */
    public RegisteredClient with(IntegrationType other) {
        return new RegisteredClient(clientId, owner, scopes, keys, other, tokenLifetime);
    }

    /** Returns the client with this lifetime of access tokens, in whole seconds. */
    public RegisteredClient withTokenLifetime(Duration lifetime) {
        return new RegisteredClient(clientId, owner, scopes, keys, integrationType, Optional.of(lifetime));
    }

    /** Returns the keys that Maskinporten knows: those posted at least {@code delay} ago. */
    public List<RegisteredKey> keysKnownAt(Instant now, Duration delay) {
        return keys.stream()
                .filter(key -> !now.isBefore(key.postedAt().plus(delay)))
                .toList();
    }
}
