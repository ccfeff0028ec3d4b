package com.example.bank;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import no.portnokkel.Portnokkel;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.maskinporten.config.ConfigValues;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

@Configuration
class MaskinportenConfiguration {
    @Bean(destroyMethod = "close")
    Portnokkel portnokkel(ConfigurableEnvironment environment) {
        return Portnokkel.start(new SpringValues(environment));
    }

    @Bean
    Tokens tokens(Portnokkel portnokkel) {
        return portnokkel.tokens();
    }

    record SpringValues(ConfigurableEnvironment environment) implements ConfigValues {
        @Override
        public Optional<String> value(String key) {
            return Optional.ofNullable(environment.getProperty(key))
                    .map(String::strip)
                    .filter(value -> !value.isEmpty());
        }

        @Override
        public Set<String> names() { // environment variables under their own names
            Set<String> names = new TreeSet<>();
            environment.getPropertySources().forEach(source -> {
                if (source instanceof EnumerablePropertySource<?> listed) {
                    Collections.addAll(names, listed.getPropertyNames());
                }
            });
            return names;
        }
    }
}
