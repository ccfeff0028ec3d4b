package no.portnokkel.runtime.status;

import java.time.Instant;
import no.portnokkel.maskinporten.TokenRequest;

/**
 * A token that is kept, without its value.
 *
 * @param request what it was asked for
 * @param expiresAt when it ends
 */
public record CachedTokenInfo(TokenRequest request, Instant expiresAt) {}
