package no.portnokkel.maskinporten.token.life;

import java.time.Duration;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.token.TokenSource;
import no.portnokkel.maskinporten.token.attempt.Attempts;
import no.portnokkel.maskinporten.token.attempt.Means;
import no.portnokkel.maskinporten.token.attempt.SleepWatch;
import no.portnokkel.maskinporten.token.attempt.Windows;

/**
 * What all tokens of one store have in common, so that each holds one reference.
 *
 * @param source of new tokens
 * @param windows of their lives
 * @param sleep that they age by
 * @param longestWait of a caller
 * @param means threads, clocks and chance
 */
record Terms(TokenSource source, Windows windows, SleepWatch sleep, Duration longestWait, Means means) {

    long nowNanos() {
        return means.nanoClock().getAsLong();
    }

    /** Attempts that remember nothing yet. */
    Attempts attempts(TokenRequest request) {
        return Attempts.upon(source, request, windows, sleep, means);
    }
}
