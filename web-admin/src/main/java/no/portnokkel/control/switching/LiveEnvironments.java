package no.portnokkel.control.switching;

import java.util.Optional;
import no.portnokkel.runtime.facts.ActiveChoice;

/** The running server, as far as a switch concerns it. */
public interface LiveEnvironments {
    /** The environment in use. */
    ActiveChoice active();

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

    /** SHA-256 of the certificate of the environment in use, lower-case hex; empty until it has been read. */
    Optional<String> activeCertificate();
}
