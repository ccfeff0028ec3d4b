package no.portnokkel.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.problem.Problem;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

/** Sources of MicroProfile Config as servers have them: with profiles, and with faults. */
class MicroProfileValuesTest {
    private final List<ConfigSource> sources = new ArrayList<>();
    private final MicroProfileValues values = new MicroProfileValues(new LayeredSources());

    private void source(Map<String, String> content) {
        sources.add(new MapSource("bank.properties", 100, content));
    }

    @Test
    void names_under_the_active_profile_count_and_those_of_other_profiles_do_not() {
        source(Map.of(
                "mp.config.profile", "prod",
                "%prod.portnokkel.environments.prod.client-id", "b1",
                "%dev.portnokkel.environments.lab.issuer", "http://127.0.0.1:9/",
                "_PROD_PORTNOKKEL_ENVIRONMENTS_NIGHT_ISSUER", "http://127.0.0.1:9/"));

        assertThat(values.children("portnokkel.environments")).containsExactly("night", "prod");
        assertThat(values.sources("portnokkel.environments.prod.client-id"))
                .containsExactly("bank.properties (ordinal 100)");
    }

    @Test
    void an_environment_that_exists_only_under_the_active_profile_can_be_chosen() {
        source(Map.of(
                "mp.config.profile", "prod",
                "%prod.portnokkel.environment", "bank-lab",
                "%prod.portnokkel.environments.bank-lab.issuer", "http://127.0.0.1:9/",
                "%prod.portnokkel.environments.bank-lab.client-id", "b1",
                "%prod.portnokkel.environments.bank-lab.organisation-number", "974760673",
                "%prod.portnokkel.environments.bank-lab.key", "seal",
                "%prod.portnokkel.hsm.profile", "softhsm2",
                "%prod.portnokkel.hsm.token-label", "bank"));

        Configuration read = Configuration.read(values);

        assertThat(read.problems()).isEmpty();
        assertThat(read.firstEnvironment()).contains("bank-lab");
    }

    @Test
    void an_expression_that_nothing_resolves_does_not_pass_for_an_unset_key() {
        source(Map.of(
                "portnokkel.data-dir", "${nowhere}",
                "portnokkel.hsm.pin-file", "/run/${nowhere}/pin",
                "portnokkel.http.proxy", "${nowhere:}",
                "portnokkel.tokens.wait", " "));

        assertThat(Configuration.read(values).problems())
                .filteredOn(problem -> problem.sentence().contains("cannot be read"))
                .extracting(Problem::configurationKey)
                .containsExactly("portnokkel.data-dir");
        assertThat(values.value("portnokkel.http.proxy")).isEmpty();
        assertThat(values.value("portnokkel.tokens.wait")).isEmpty();
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> values.value("portnokkel.hsm.pin-file"));
    }

    @Test
    void a_source_that_cannot_list_its_names_is_reported_and_hides_no_other() {
        source(Map.of("portnokkel.environments.lab.issuer", "http://127.0.0.1:9/"));
        sources.add(new MapSource("vault", 200, Map.of()) {
            @Override
            public Set<String> getPropertyNames() {
                throw new IllegalStateException("connection refused");
            }
        });

        assertThat(values.children("portnokkel.environments")).containsExactly("lab");
        assertThat(Configuration.read(values).problems().stream().map(Problem::sentence))
                .anyMatch(problem -> problem.contains("does not list its keys: vault"));
    }

    @Test
    void a_source_that_throws_everywhere_throws_only_when_its_value_is_read() {
        sources.add(new MapSource("broken", 200, Map.of()) {
            @Override
            public String getValue(String key) {
                throw new IllegalStateException("broken");
            }

            @Override
            public String getName() {
                throw new IllegalStateException("broken");
            }

            @Override
            public int getOrdinal() {
                throw new IllegalStateException("broken");
            }
        });

        assertThat(values.sources("portnokkel.environment")).hasSize(1);
        assertThat(values.names()).isEmpty();
        assertThat(Configuration.read(values).problems())
                .extracting(Problem::configurationKey)
                .contains("portnokkel.environment", "portnokkel.data-dir", "portnokkel.http.proxy");
    }

    @Test
    void without_any_configuration_of_the_application_there_is_one_problem() {
        MicroProfileValues none = MicroProfileValues.ofApplication(); // no implementation is on this class path

        assertThat(Configuration.read(none).problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.sentence()).contains("MicroProfile Config (IllegalStateException)"));
    }

    private static class MapSource implements ConfigSource {
        private final String name;
        private final int ordinal;
        private final Map<String, String> content;

        MapSource(String name, int ordinal, Map<String, String> content) {
            this.name = name;
            this.ordinal = ordinal;
            this.content = content;
        }

        @Override
        public Set<String> getPropertyNames() {
            return content.keySet();
        }

        @Override
        @SuppressWarnings("NullAway") // the API returns null for unknown keys
        public String getValue(String key) {
            return content.get(key);
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public int getOrdinal() {
            return ordinal;
        }
    }

    /** The part of an implementation that is used: the value under the active profile wins. */
    private final class LayeredSources implements Config {
        @Override
        public <T> Optional<T> getOptionalValue(String key, Class<T> type) {
            return raw("%" + raw("mp.config.profile").orElse("") + "." + key)
                    .or(() -> raw(key))
                    .filter(value -> !value.contains("${"))
                    .map(type::cast);
        }

        private Optional<String> raw(String key) {
            return sources.stream()
                    .flatMap(source -> Optional.ofNullable(source.getValue(key)).stream())
                    .findFirst();
        }

        @Override
        public Iterable<String> getPropertyNames() {
            return sources.stream()
                    .flatMap(source -> source.getPropertyNames().stream())
                    .toList();
        }

        @Override
        public Iterable<ConfigSource> getConfigSources() {
            return List.copyOf(sources);
        }

        @Override
        public <T> T getValue(String key, Class<T> type) {
            return getOptionalValue(key, type).orElseThrow();
        }

        @Override
        public ConfigValue getConfigValue(String key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> Optional<Converter<T>> getConverter(Class<T> type) {
            return Optional.empty();
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new UnsupportedOperationException();
        }
    }
}
