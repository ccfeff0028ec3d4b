package no.portnokkel.inject;

import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;

/**
 * What a request of a target was sent with, kept beside it until its answer is there.
 *
 * @param request for a token
 * @param token that came of it
 */
record SentToken(TokenRequest request, AccessToken token) {
    /** Name of the request property that holds it. */
    static final String PROPERTY = "no.portnokkel.sent";
}
