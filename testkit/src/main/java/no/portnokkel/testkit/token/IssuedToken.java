package no.portnokkel.testkit.token;

import java.time.Duration;

/**
 * An access token just made.
 *
 * @param value in compact form; never shown by {@code toString}
 * @param lifetime from its making
 */
public record IssuedToken(String value, Duration lifetime) {

    @Override
    public String toString() {
        return "MintedToken for " + lifetime;
    }
}
