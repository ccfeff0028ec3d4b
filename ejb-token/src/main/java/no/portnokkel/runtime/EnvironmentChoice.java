package no.portnokkel.runtime;

import java.time.Instant;
import java.util.Optional;

/**
 * The environment that all deployments on this server use.
 *
 * @param environment its name; empty if neither a switch nor the configuration chose one
 * @param version increases with each switch; 0 for the configured environment
 * @param since when it was chosen; for version 0 when this process started
 */
public record EnvironmentChoice(Optional<String> environment, long version, Instant since) {}
