package no.portnokkel.testkit.token;

import java.time.Duration;

/**
 * A new access token.
 *
 * @param value compact form; not part of {@code toString}
 * @param lifetime from the time of issue
 */
public record IssuedToken(String value, Duration lifetime) {

    @Override
    public String toString() {
        return "IssuedToken, lifetime " + lifetime;
    }
}
