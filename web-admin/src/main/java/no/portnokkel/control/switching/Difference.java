package no.portnokkel.control.switching;

import java.util.Optional;

/**
 * One setting that a switch changes.
 *
 * @param what its name, for example {@code client-id}
 * @param from as it is; empty when there is none, or it is not known
 * @param to as it will be; likewise
 */
public record Difference(String what, Optional<String> from, Optional<String> to) {}
