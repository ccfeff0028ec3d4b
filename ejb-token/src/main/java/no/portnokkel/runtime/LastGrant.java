package no.portnokkel.runtime;

import java.time.Instant;
import java.util.Map;

/**
 * The newest token without its value.
 *
 * @param environment the environment that issued it
 * @param at when it was requested, by our wall clock
 * @param expiresAt by our wall clock
 * @param scope the requested scopes, separated by spaces
 * @param claims read leniently, with national identity numbers masked; empty if the token is not a JWT
 */
public record LastGrant(String environment, Instant at, Instant expiresAt, String scope, Map<String, Object> claims) {}
