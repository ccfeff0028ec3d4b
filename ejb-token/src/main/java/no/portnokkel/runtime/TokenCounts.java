package no.portnokkel.runtime;

import java.util.Optional;

/**
 * Numbers of tokens in this deployment since its start.
 *
 * @param cached tokens that are usable now
 * @param granted tokens that Maskinporten issued
 * @param refused requests that Maskinporten refused or that were rejected locally
 * @param lastGrant the newest token
 */
public record TokenCounts(int cached, long granted, long refused, Optional<LastGrant> lastGrant) {}
