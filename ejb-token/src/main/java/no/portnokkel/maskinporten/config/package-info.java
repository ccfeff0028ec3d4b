/**
 * Reads the configuration into validated settings and a list of all problems. Invalid values do not throw: valid parts work, and
 * invalid ones become problems.
 *
 * <p>{@link no.portnokkel.maskinporten.config.ConfigValues} provides the values (MicroProfile Config in a container, a map
 * without one). {@code ConfigurationReader} reads the keys that {@code KnownKeys} lists; {@code EnvironmentReader},
 * {@code CustomEnvironmentReader} and {@code ClientReader} read one environment and its clients. The result is a
 * {@link no.portnokkel.maskinporten.config.Configuration}.
 */
@NullMarked
package no.portnokkel.maskinporten.config;

import org.jspecify.annotations.NullMarked;
