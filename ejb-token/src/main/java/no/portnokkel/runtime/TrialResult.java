package no.portnokkel.runtime;

import java.time.Duration;
import java.util.Map;

/**
 * The result of a trial fetch.
 *
 * @param claims read leniently, with national identity numbers masked; empty if the token is not a JWT
 * @param expiresIn the remaining lifetime
 * @param cached whether the token was in the cache before
 * @param sign the time that the HSM took
 * @param exchange the time that Maskinporten took
 */
public record TrialResult(
        Map<String, Object> claims, Duration expiresIn, boolean cached, Duration sign, Duration exchange) {}
