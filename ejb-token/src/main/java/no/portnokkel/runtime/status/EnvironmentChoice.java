package no.portnokkel.runtime.status;

import java.time.Instant;
import java.util.Optional;

/**
 * Which environment every deployment on this server uses.
 *
 * @param environment its name; empty when neither a switch nor the configuration has chosen one
 * @param version grows with every switch; 0 for the configured first choice
 * @param since when it was chosen; for version 0 when this process started
 */
public record EnvironmentChoice(Optional<String> environment, long version, Instant since) {}
