package no.portnokkel.maskinporten.config;

import java.time.Duration;

/**
 * The token cache.
 *
 * @param refreshAt share of the lifetime after which a token in use is refreshed in the background
 * @param margin share at the end of the lifetime during which a token is no longer returned
 * @param maxEntries the maximum number of cached tokens
 * @param longestWait how long a caller without a valid token waits at most
 */
public record TokenSettings(double refreshAt, double margin, int maxEntries, Duration longestWait) {}
