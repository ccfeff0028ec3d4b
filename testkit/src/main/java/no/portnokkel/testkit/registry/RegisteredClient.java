package no.portnokkel.testkit.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A client (<i>integrasjon</i>) as its owner has registered it.
 *
 * @param clientId the grant's {@code iss}
 * @param owner organisation number: nine digits, as in the certificate
 * @param scopes those that the client may ask for
 * @param keys when there are any, a grant names one by {@code kid} and {@code x5c} is refused
 * @param integrationType for what the client was made
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
            throw new IllegalArgumentException("A client has an id, and an owner whose number has nine digits.");
        }
        if (keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("A client has at most " + MAX_KEYS + " keys.");
        }
        if (keys.stream().map(RegisteredKey::kid).distinct().count() < keys.size()) {
            throw new IllegalArgumentException("Two keys of a client cannot have the same kid.");
        }
        if (tokenLifetime.filter(life -> life.toSeconds() < 1).isPresent()) {
            throw new IllegalArgumentException("A token lives at least one second.");
        }
        scopes = Set.copyOf(scopes);
        keys = List.copyOf(keys);
    }

    /** Returns a client without registered keys: it signs with its owner's certificate and sends {@code x5c}. */
    public static RegisteredClient of(String clientId, String owner, String... scopes) {
        return new RegisteredClient(
                clientId, owner, Set.of(scopes), List.of(), IntegrationType.MASKINPORTEN, Optional.empty());
    }

    /** Returns the client with further scopes. */
    public RegisteredClient withScopes(String... more) {
        Set<String> all = new HashSet<>(scopes);
        all.addAll(List.of(more));
        return new RegisteredClient(clientId, owner, all, keys, integrationType, tokenLifetime);
    }

    /** Returns the client with a further key; from then on it must send {@code kid}. */
    public RegisteredClient withKey(RegisteredKey key) {
        List<RegisteredKey> all = new ArrayList<>(keys);
        all.add(key);
        return new RegisteredClient(clientId, owner, scopes, all, integrationType, tokenLifetime);
    }

    /** Returns the client as another kind of integration. */
    public RegisteredClient with(IntegrationType other) {
        return new RegisteredClient(clientId, owner, scopes, keys, other, tokenLifetime);
    }

    /** Returns the client with access tokens that live that long, in whole seconds. */
    public RegisteredClient withTokenLifetime(Duration lifetime) {
        return new RegisteredClient(clientId, owner, scopes, keys, integrationType, Optional.of(lifetime));
    }

    /** Returns the keys that have reached Maskinporten, which takes {@code delay} from their posting. */
    public List<RegisteredKey> keysKnownAt(Instant now, Duration delay) {
        return keys.stream()
                .filter(key -> !now.isBefore(key.postedAt().plus(delay)))
                .toList();
    }
}
