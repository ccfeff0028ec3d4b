package no.portnokkel.ejb;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import no.portnokkel.maskinporten.config.ConfigValues;
import org.eclipse.microprofile.config.Config;

/** Values from MicroProfile Config: system properties, environment variables, files, the server's own. */
final class MicroProfileValues implements ConfigValues {
    private final Config config;

    MicroProfileValues(Config config) {
        this.config = config;
    }

    @Override
    public Optional<String> value(String key) {
        return config.getOptionalValue(key, String.class).map(String::strip).filter(text -> !text.isEmpty());
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        config.getPropertyNames().forEach(names::add);
        return names;
    }
}
