package no.portnokkel.runtime.status;

import java.util.Optional;

/**
 * Tokens in numbers, for this deployment since its start.
 *
 * @param kept usable just now
 * @param granted issued by Maskinporten
 * @param refused requests that Maskinporten or we refused
 * @param lastGrant the newest token
 */
public record TokenCounts(int kept, long granted, long refused, Optional<LastGrant> lastGrant) {}
