package no.portnokkel.runtime;

import java.time.Instant;
import no.portnokkel.maskinporten.TokenRequest;

/**
 * A cached token without its value.
 *
 * @param request the request that it was issued for
 * @param expiresAt by our wall clock
 */
public record CachedTokenInfo(TokenRequest request, Instant expiresAt) {}
