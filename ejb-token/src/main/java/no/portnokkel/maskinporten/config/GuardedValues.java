package no.portnokkel.maskinporten.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Values of sources that may throw anything. Names are read once; a source that cannot list them is named by
 * {@link #unlistedSources()}. What {@link #value} throws is left to the reader of that key.
 */
final class GuardedValues implements ConfigValues {
    private final ConfigValues values;
    private final Set<String> names = new TreeSet<>();
    private final Set<String> unlisted = new TreeSet<>();

    GuardedValues(ConfigValues values) {
        this.values = values;
        try {
            names.addAll(values.names());
            unlisted.addAll(values.unlistedSources());
        } catch (RuntimeException | StackOverflowError failed) { // other people's code: anything
            unlisted.add(
                    values.getClass().getSimpleName() + " (" + failed.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public Optional<String> value(String key) {
        return values.value(key);
    }

    @Override
    public List<String> sources(String key) {
        try {
            return values.sources(key);
        } catch (RuntimeException | StackOverflowError failed) { // other people's code: anything
            return List.of();
        }
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public List<String> unlistedSources() {
        return List.copyOf(unlisted);
    }
}
