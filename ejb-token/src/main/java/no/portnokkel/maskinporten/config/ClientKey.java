package no.portnokkel.maskinporten.config;

import java.util.Comparator;
import java.util.Optional;

/**
 * A key of a client.
 *
 * @param label its label in the HSM
 * @param kid the id under which it is registered at Digdir; empty if grants contain its certificate ({@code x5c})
 */
public record ClientKey(String label, Optional<String> kid) implements Comparable<ClientKey> {
    private static final Comparator<ClientKey> ORDER = Comparator.comparing(ClientKey::label)
            .thenComparing(key -> key.kid().orElse(""));

    @Override
    public int compareTo(ClientKey other) {
        return ORDER.compare(this, other);
    }
}
