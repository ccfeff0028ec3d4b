package no.portnokkel.runtime.status;

import java.time.Duration;
import java.util.Map;

/**
 * A token that was fetched to see that it can be.
 *
 * @param claims read leniently, persons' numbers masked; empty when the token is not a JWT
 * @param expiresIn what is left of its life
 * @param cached whether it was kept already
 * @param sign time the HSM took
 * @param exchange time Maskinporten took
 */
public record TrialResult(
        Map<String, Object> claims, Duration expiresIn, boolean cached, Duration sign, Duration exchange) {}
