package no.portnokkel.runtime.status;

import java.time.Instant;
import java.util.Map;

/**
 * The newest token, without its value.
 *
 * @param environment that issued it
 * @param at when it was asked for
 * @param expiresAt when it ends
 * @param scope granted scopes, separated by spaces
 * @param claims read leniently, persons' numbers masked; empty when the token is not a JWT
 */
public record LastGrant(String environment, Instant at, Instant expiresAt, String scope, Map<String, Object> claims) {}
