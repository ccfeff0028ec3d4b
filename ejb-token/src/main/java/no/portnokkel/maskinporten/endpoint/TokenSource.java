package no.portnokkel.maskinporten.endpoint;

import no.portnokkel.maskinporten.TokenRequest;

/** Fetches tokens. Thread-safe. */
public interface TokenSource {

    /**
     * Fetches a new token. The call may be abandoned while it waits for the HSM, and repeated on another thread.
     *
     * @throws no.portnokkel.maskinporten.TokenException as {@link no.portnokkel.maskinporten.Tokens#get} says
     */
    IssuedToken token(TokenRequest request);
}
