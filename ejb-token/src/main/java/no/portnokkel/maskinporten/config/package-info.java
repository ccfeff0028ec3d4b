/**
 * The configuration as the bank wrote it, turned into settings that cannot be wrong and a list of all that was.
 *
 * <p>Plain Java over {@link no.portnokkel.maskinporten.config.ConfigValues}: where the values come from (MicroProfile
 * Config in a container, a map without one) is decided elsewhere. {@code ConfigurationReader} walks the keys that
 * {@code KnownKeys} lists, {@code EnvironmentReader} and {@code ClientReader} one environment and one client. Nothing
 * here throws for a wrong value: what is valid works, what is not becomes a problem.
 */
@NullMarked
package no.portnokkel.maskinporten.config;

import org.jspecify.annotations.NullMarked;
