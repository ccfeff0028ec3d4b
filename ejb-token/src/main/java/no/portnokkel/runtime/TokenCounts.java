package no.portnokkel.runtime;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers of tokens in this deployment since its start.
 *
 * @param cached tokens that are usable now
 * @param granted tokens that Maskinporten issued
 * @param refused requests that Maskinporten refused or that were rejected locally
 * @param lastGrant the newest token
 */
public record TokenCounts(int cached, long granted, long refused, Optional<LastGrant> lastGrant) {

    /**
     * The newest token without its value.
     *
     * @param environment the environment that issued it
     * @param at when it was requested, by our wall clock
     * @param expiresAt by our wall clock
     * @param scope the requested scopes, separated by spaces
     * @param claims read leniently, with national identity numbers masked; empty if the token is not a JWT
     */
    public record LastGrant(
            String environment, Instant at, Instant expiresAt, String scope, Map<String, Object> claims) {}
}
