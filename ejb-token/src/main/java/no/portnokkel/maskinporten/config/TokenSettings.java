package no.portnokkel.maskinporten.config;

import java.time.Duration;

/**
 * How tokens are kept.
 *
 * @param refreshAt share of the lifetime after which a token in use is renewed in the background
 * @param margin share of the lifetime at whose end a token is no longer handed out
 * @param maxEntries most tokens kept
 * @param longestWait wait of a caller for whom nothing valid is kept
 */
public record TokenSettings(double refreshAt, double margin, int maxEntries, Duration longestWait) {}
