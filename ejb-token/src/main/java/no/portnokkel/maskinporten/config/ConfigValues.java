package no.portnokkel.maskinporten.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Configuration values by their dotted names, from whatever sources. Safe for any number of threads. */
public interface ConfigValues {

    /**
     * Returns the value as written, without surrounding white space; empty when it is absent or blank.
     *
     * @param key the whole dotted name, {@code portnokkel.environment}
     */
    Optional<String> value(String key);

    /**
     * Returns the names of all sources that set this key, the one that counts first; empty where sources are not told
     * apart.
     *
     * @param key the whole dotted name
     */
    default List<String> sources(String key) {
        return List.of();
    }

    /** Every name that the sources list: dotted ones, and environment variables as they are. */
    Set<String> names();

    /**
     * Returns the names that the bank chose one step below {@code prefix}: below {@code portnokkel.environments}
     * perhaps {@code test} and {@code bank-lab}.
     *
     * @param prefix a dotted name without a final dot
     */
    default SortedSet<String> children(String prefix) {
        SortedSet<String> children = new TreeSet<>();
        for (String name : names()) {
            String dotted = KnownKeys.dotted(name).orElse(name);
            if (dotted.startsWith(prefix + ".") && KnownKeys.knows(dotted)) {
                String rest = dotted.substring(prefix.length() + 1);
                int dot = rest.indexOf('.');
                if (dot > 0) {
                    children.add(rest.substring(0, dot));
                }
            }
        }
        return children;
    }

    /** Values that are all in this map, as they are now. */
    static ConfigValues of(Map<String, String> values) {
        Map<String, String> copy = Map.copyOf(values);
        return new ConfigValues() {
            @Override
            public Optional<String> value(String key) {
                return Optional.ofNullable(copy.get(key)).map(String::strip).filter(text -> !text.isEmpty());
            }

            @Override
            public Set<String> names() {
                return copy.keySet();
            }
        };
    }
}
