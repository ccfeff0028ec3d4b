package no.portnokkel.maskinporten.endpoint;

import no.portnokkel.maskinporten.TokenRequest;

/** Where a token comes from: memory, a flight that others share, or Maskinporten. Safe for any number of threads. */
public interface TokenSource {

    /**
     * Returns a token that may be used now. On {@link no.portnokkel.hsm.AbandonableCalls} it may be broken off
     * where it calls the HSM, and begun anew.
     *
     * @throws no.portnokkel.maskinporten.TokenException as {@link no.portnokkel.maskinporten.Tokens#get} says
     */
    IssuedToken token(TokenRequest request);
}
