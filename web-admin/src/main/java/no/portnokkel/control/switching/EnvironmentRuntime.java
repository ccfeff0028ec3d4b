package no.portnokkel.control.switching;

import java.util.Optional;
import no.portnokkel.runtime.EnvironmentChoice;

/** The running server, as far as a switch concerns it. */
public interface EnvironmentRuntime {
    /** The environment in use. */
    EnvironmentChoice active();

    /**
     * Makes every deployment use another environment.
     *
     * @param environment a configured one
     * @param version greater than that of {@link #active()}
     */
    void activate(String environment, long version);

    /**
     * Fetches a token there and throws it away. May take as long as a caller of tokens waits.
     *
     * @throws no.portnokkel.maskinporten.TokenException when it does not work
     */
    void dryRun(String environment);

    /**
     * Reads the certificate that an environment's own client signs with, now. May take as long as one signature.
     *
     * @return its SHA-256, lower-case hex; empty while the HSM does not show it
     */
    Optional<String> certificate(String environment);
}
