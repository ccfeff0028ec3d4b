package no.portnokkel.runtime;

import java.util.Optional;
import no.portnokkel.maskinporten.cache.TokenCache;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.runtime.status.EnvironmentChoice;

/**
 * Everything that belongs to one choice of environment and is thrown away with it.
 *
 * @param choice compared by identity of its version
 * @param settings empty when no usable environment is chosen
 * @param tokens the chain down to its token endpoint, or to the reason why there is none
 */
record EnvironmentContext(EnvironmentChoice choice, Optional<EnvironmentSettings> settings, TokenCache tokens) {}
