package no.portnokkel.maskinporten.endpoint;

import java.util.Optional;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRequest;

/** Told what happens at the endpoint, for status and log. Must not throw and must not block. */
public interface TokenEventListener {
    /** Maskinporten issued a token. */
    void granted(String environment, TokenRequest request, IssuedToken issued);

    /** No token came of it: refused, or something is out of reach. */
    void failed(String environment, TokenRequest request, TokenException failure);

    /**
     * The token endpoint answered, whatever it said.
     *
     * @param skew of our clock; empty when the answer had no date
     */
    void answered(String environment, Optional<ClockSkew> skew);

    /** No connection to the token endpoint came about. */
    void unreachable(String environment);
}
