package no.portnokkel.maskinporten.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import no.portnokkel.settings.KnownKeys;

/**
 * Configuration values by dotted key. Implementations are thread-safe.
 *
 * <pre>{@code
 * ConfigValues values = ConfigValues.of(Map.of("portnokkel.environment", "test"));
 * }</pre>
 */
public interface ConfigValues {

    /**
     * Returns the value without surrounding white space; empty if it is absent or blank.
     *
     * @param key the full key, for example {@code portnokkel.environment}
     * @throws RuntimeException of any kind if the value exists and cannot be read; it is reported as a problem of this key
     */
    Optional<String> value(String key);

    /**
     * Returns the names of all sources that set this key, in descending order of precedence; empty if the implementation does
     * not distinguish sources.
     *
     * @param key the full key
     */
    default List<String> sources(String key) {
        return List.of();
    }

    /**
     * Returns all names that the sources list: keys, and environment variables under their own names. Without the names of
     * {@link #unlistedSources()}.
     */
    Set<String> names();

    /** Returns the names of the sources that cannot list their names; reported as a problem. */
    default List<String> unlistedSources() {
        return List.of();
    }

    /**
     * Returns the names directly below a prefix: for {@code portnokkel.environments} for example {@code test} and
     * {@code bank-lab}.
     *
     * @param prefix a key without a final dot
     */
    default SortedSet<String> children(String prefix) {
        SortedSet<String> children = new TreeSet<>();
        for (String name : names()) {
            String key = KnownKeys.fromVariable(name).orElse(name);
            if (key.startsWith(prefix + ".") && KnownKeys.isKnown(key)) {
                String rest = key.substring(prefix.length() + 1);
                int dot = rest.indexOf('.');
                if (dot > 0) {
                    children.add(rest.substring(0, dot));
                }
            }
        }
        return children;
    }

    /**
     * Returns the values of a map. Later changes of the map have no effect.
     *
     * @param values by key, or by the name of the environment variable that sets the key, as in {@code System.getenv()}; the key wins
     */
    static ConfigValues of(Map<String, String> values) {
        Set<String> names = Set.copyOf(values.keySet());
        Map<String, String> byKey = new HashMap<>();
        values.forEach((name, value) -> KnownKeys.fromVariable(name).ifPresent(key -> byKey.put(key, value)));
        byKey.putAll(values);
        return new ConfigValues() {
            @Override
            public Optional<String> value(String key) {
                return Optional.ofNullable(byKey.get(key)).map(String::strip).filter(text -> !text.isEmpty());
            }

            @Override
            public Set<String> names() {
                return names;
            }
        };
    }
}
