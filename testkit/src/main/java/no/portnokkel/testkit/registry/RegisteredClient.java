package no.portnokkel.testkit.registry;

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
 */
public record RegisteredClient(String clientId, String owner, Set<String> scopes, List<RegisteredKey> keys) {

    private static final int MAX_KEYS = 5;

    public RegisteredClient {
        if (clientId.isBlank() || !owner.matches("[0-9]{9}")) {
            throw new IllegalArgumentException("A client has an id, and an owner whose number has nine digits.");
        }
        if (keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("A client has at most " + MAX_KEYS + " keys.");
        }
        scopes = Set.copyOf(scopes);
        keys = List.copyOf(keys);
    }

    /** Returns a client without registered keys: it signs with its owner's certificate and sends {@code x5c}. */
    public static RegisteredClient of(String clientId, String owner, String... scopes) {
        return new RegisteredClient(clientId, owner, Set.of(scopes), List.of());
    }

    /** Returns the client with further scopes. */
    public RegisteredClient withScopes(String... more) {
        Set<String> all = new HashSet<>(scopes);
        all.addAll(List.of(more));
        return new RegisteredClient(clientId, owner, all, keys);
    }

    /** Returns the client with a further key; from then on it must send {@code kid}. */
    public RegisteredClient withKey(RegisteredKey key) {
        List<RegisteredKey> all = new ArrayList<>(keys);
        all.add(key);
        return new RegisteredClient(clientId, owner, scopes, all);
    }

    /** Returns the key with this {@code kid}. */
    public Optional<RegisteredKey> key(String kid) {
        return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
    }
}
