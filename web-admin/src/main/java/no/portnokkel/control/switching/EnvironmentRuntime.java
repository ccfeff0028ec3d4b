package no.portnokkel.control.switching;

import java.util.Optional;
import no.portnokkel.runtime.EnvironmentChoice;

/** What a switch needs from the running server. */
public interface EnvironmentRuntime {
    /** Returns the environment in use. */
    EnvironmentChoice active();

    /**
     * Makes every deployment on this server use another environment.
     *
     * @param environment name of a configured environment
     * @param version greater than that of {@link #active()}
     */
    void activate(String environment, long version);

    /**
     * Fetches a token in that environment and discards it. Takes at most {@code portnokkel.tokens.wait}.
     *
     * @throws no.portnokkel.maskinporten.TokenException when no token could be fetched
     */
    void dryRun(String environment);

    /**
     * Reads the certificate of the environment's own client from the HSM. May take as long as one signature.
     *
     * @return SHA-256 of the certificate, lower-case hex; empty while the HSM is unavailable
     */
    Optional<String> certificate(String environment);
}
