package no.portnokkel.inject;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import no.portnokkel.maskinporten.config.ConfigValues;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Values from MicroProfile Config: system properties, environment variables, files, and the server's own sources. */
public final class MicroProfileValues implements ConfigValues {
    private final Config config;

    /** @param config the configuration of the application */
    public MicroProfileValues(Config config) {
        this.config = config;
    }

    @Override
    public Optional<String> value(String key) {
        return config.getOptionalValue(key, String.class).map(String::strip).filter(text -> !text.isEmpty());
    }

    @Override
    public List<String> sources(String key) {
        return StreamSupport.stream(config.getConfigSources().spliterator(), false)
                .sorted(Comparator.comparingInt(ConfigSource::getOrdinal).reversed())
                .filter(source -> source.getValue(key) != null)
                .map(source -> source.getName() + " (ordinal " + source.getOrdinal()
                        + ")") // the ordinal distinguishes sources of the same name
                .toList();
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        config.getPropertyNames().forEach(names::add);
        return names;
    }
}
