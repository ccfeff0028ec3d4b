package no.portnokkel.runtime.facts;

import java.time.Instant;
import no.portnokkel.maskinporten.TokenRequest;

/**
 * A token that is kept, without its value.
 *
 * @param request what it was asked for
 * @param expiresAt when it ends
 */
public record KeptToken(TokenRequest request, Instant expiresAt) {}
