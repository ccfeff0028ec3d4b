package no.portnokkel.maskinporten.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Configuration from several sources, the strongest first. */
final class LayeredConfig implements ConfigValues {
    private final List<Map.Entry<String, Map<String, String>>> layers = new ArrayList<>();

    LayeredConfig with(String source, Map<String, String> values) {
        layers.add(Map.entry(source, Map.copyOf(values)));
        return this;
    }

    @Override
    public Optional<String> value(String key) {
        return layers.stream()
                .flatMap(layer -> Optional.ofNullable(layer.getValue().get(key)).stream())
                .findFirst();
    }

    @Override
    public List<String> sources(String key) {
        return layers.stream()
                .filter(layer -> layer.getValue().containsKey(key))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        layers.forEach(layer -> names.addAll(layer.getValue().keySet()));
        return names;
    }
}
