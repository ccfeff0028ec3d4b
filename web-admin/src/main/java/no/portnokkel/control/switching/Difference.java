package no.portnokkel.control.switching;

import java.util.Optional;

/**
 * One setting that differs between the source and the target environment of a switch.
 *
 * @param what name of the setting, for example {@code client-id}
 * @param from value in the source; empty when it is not set or unknown
 * @param to value in the target; empty when it is not set or unknown
 */
public record Difference(String what, Optional<String> from, Optional<String> to) {}
