/**
 * Reads the configuration into validated settings and a list of all problems. Invalid values do not throw: valid parts work, and
 * invalid ones become problems.
 *
 * <p>{@link no.portnokkel.maskinporten.config.ConfigValues} provides the values (MicroProfile Config in a container, a map
 * without one). {@code ConfigurationReader} reads the keys that {@code KnownKeys} lists; {@code EnvironmentReader},
 * {@code CustomEnvironmentReader} and {@code ClientReader} read one environment and its clients;
 * {@code ReceiveSettings} says which tokens an API of the bank accepts. The result is a
 * {@link no.portnokkel.maskinporten.config.Configuration}.
 *
 * <pre>{@code
 * import java.io.Reader;
 * import java.nio.file.Files;
 * import java.nio.file.Path;
 * import java.util.Map;
 * import java.util.Properties;
 * import java.util.stream.Collectors;
 * import no.portnokkel.maskinporten.config.ConfigValues;
 *
 * Properties file = new Properties();
 * try (Reader reader = Files.newBufferedReader(Path.of("/etc/bank/portnokkel.properties"))) {
 *     file.load(reader);
 * }
 * Map<String, String> settings =
 *         file.stringPropertyNames().stream().collect(Collectors.toMap(name -> name, file::getProperty));
 * ConfigValues values = ConfigValues.of(settings);
 * }</pre>
 */
@NullMarked
package no.portnokkel.maskinporten.config;

import org.jspecify.annotations.NullMarked;
